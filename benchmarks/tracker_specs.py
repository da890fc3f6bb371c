"""How people lay out customer tracking in workbooks, for training: kind, language, titles, then columns and fillers.

A line is a column: what it may be called, cut at semicolons, and its filler; ``~`` begins one that may be left out.
"""

TRACKERS = """
pipeline | fr | Pipeline; Affaires en cours; Suivi affaires; Feuil1
Client; Compte; Société = company
Affaire; Opportunité; Projet client = deal
Montant (k€); CA potentiel HT; Valeur estimée = amount
Étape; Statut; Où on en est = stage
~Proba; % chance = percent
~Date signature prévue; Closing = future
Commercial; Resp.; Suivi par = owner
~Commentaires; Remarques = note?

pipeline | en | Pipeline; Deals; Sales tracker; Sheet1
Account; Customer; Company = company
Deal; Opportunity name = deal
Value (£); Deal size; Est. value = amount
Stage; Status = stage
~Prob %; Likelihood = percent
~Expected close; Close date = future
Owner; Rep; AM = initials
~Notes; Comments = note?

prospects | fr | Prospects; Prospection 2026; Fichier prospects
Société; Raison sociale; Entreprise = company
Contact; Interlocuteur; Nom du contact = person
~Fonction; Poste = job
Tél.; Téléphone; N° tél = phone
~Portable; Mobile = mobile
Mail; E-mail; Adresse mail = email
~Secteur d'activité = sector
~Ville = city
Date d'appel; Dernier appel = past
Rappel le; Relance; À relancer le = future?
Résultat; Statut = stage
CR d'appel; Commentaire = note?

prospects | en | Prospects; Cold calls; Target list
Company; Business name = company
Contact; Contact name = person
~Job title = job
Phone; Tel; Direct line = phone
Email; E-mail = email
~Sector = sector
Last called; Last contact = past
Call back; Next call = future?
Outcome; Status = stage
Notes; Comments = note?

odd_words | fr | Feuil1; Mes trucs; 2026
Boîte; Qui chez eux = company
Nom; Qui = person
06; Portable perso = mobile
@; Mail = email
T°; Chaud ? = heat
Quand rappeler; Je rappelle quand = future?
Blabla; Ce qui s'est dit = note

odd_words | en | Sheet1; my stuff; The list
Who; Outfit = company
Person; Talk to = person
Number; Mob = mobile
Hot?; Gut feel = heat
When; Ring again = future?
The story; What they said = note

no_words | fr | Feuil1; Tableau
Boutique; Maison visitée = company
Bonhomme; La dame = person
Cigare; Numéro = mobile
Suite; Verdict = stage
Truc à savoir; Bilan = note

devis | fr | Suivi des devis; Devis 2026; Relances devis
N° devis; Réf. devis = quote_no
Client = company
~Objet; Désignation du projet = need
Date devis; Envoyé le = past
Montant HT = amount
Relance 1 = past?
~Relance 2 = past?
Décision; Statut; Accepté / refusé = stage
~Motif refus = competitor
~Observations = note?

quotes | en | Quotes log; Quote tracker; Proposals
Quote no; Quote ref = quote_no
Customer; Client = company
~Description = need
Date sent; Quoted on = past
Value ex VAT; Amount = amount
Chased; Follow up 1 = past?
~Follow up 2 = past?
Won / lost; Outcome = stage
Comments = note?

visites | fr | Visites; Comptes rendus de visite; Tournée
Date; Date de visite = past
Client; Nom client = company
~Ville = city
Interlocuteur; Personne rencontrée = person
Objet; Sujet = need
Compte rendu; CR = note
Suite à donner; Prochaine action = next?
~Prochaine visite = future?

visits | en | Visits; Visit reports; Call reports
Date; Visited on = past
Customer; Account = company
~Town = city
Met with; Contact = person
~Topic; Purpose = need
Report; What was said = note
Next step; Action = next?
~Next visit = future?

portefeuille | fr | Portefeuille; Mes clients; Clients secteur Ouest
Code client; N° client = code
Client; Raison sociale = company
~Ville = city
Contact principal; Contact = person
Tél = phone
Email = email
CA 2025; CA N-1 = amount
~CA 2026 = amount
Potentiel; Classe ABC = heat
Dernier RDV; Dernière visite = past
~Prochain RDV = future?
À faire; Plan d'action = next?

key_accounts | en | Key accounts; Account plan; My accounts
Account = company
~Account no = code
Main contact = person
Phone = phone
Email = email
Revenue 2025; Sales YTD = amount
Potential; Tier = heat
Last meeting = past
Next meeting = future?
Objectives; Growth plan = next?
Owner; KAM = initials

salon | fr | Contacts salon; Salon 2026; Leads
Nom = last
Prénom = first
Société = company
Mail = email
Tél = mobile
Intérêt; Produit demandé = need
Chaud/froid; Température = heat
À recontacter; Suite = next?

trade_show | en | Trade show leads; Expo contacts; Badge scans
First name = first
Last name; Surname = last
Company = company
Email = email
Phone = mobile
Interested in = need
Hot/warm/cold = heat
Follow up; To do = next?

particuliers | fr | Suivi clients; RDV clients; Leads web
Nom = person_up
Téléphone = mobile
Mail = email
~Adresse = street
CP = cp
Ville = city
Projet; Type de projet = need
Date demande; Reçu le = past
RDV; RDV le = future?
Devis envoyé; Devis = yes
Signé; Vente = yes

private_leads | en | Enquiries; Leads; Web leads
Name = person
Mobile = mobile
Email = email
Postcode = cp
Interested in; Enquiry = need
Enquiry date; Date received = past
Appointment; Site visit = future?
Quote sent = yes
Sold; Won = yes

renouvellements | fr | Renouvellements; Contrats à renouveler; Échéances clients
Client = company
Contrat; Offre = need
Montant annuel = amount
Fin de contrat; Date d'échéance contrat = future
Relancé le; Dernier contact = past?
Statut = status
Chargé de clientèle = owner
~Risque de départ = heat
Commentaire = note?

renewals | en | Renewals; Contract renewals
Customer = company
Contract = need
Annual value = amount
Renewal date; Contract end = future
Last spoke = past?
Status = status
Account manager = initials
~Churn risk = heat
Comment = note?

liste_clients | fr | Clients; Liste clients; Fichier clients
Client; Nom du client = company
Contact = person
Téléphone = phone
Email = email
~SIRET = siret
~Adresse = street
~CP = cp
Ville = city

customer_list | en | Customers; Client list
Client name; Customer = company
Contact person = person
Phone = phone
Email = email
~Address = street
Town; City = city
~Postcode = cp

previsions | fr | Prévisions; Atterrissage; Forecast T3
Commercial = owner
Client = company
Opportunité; Affaire = deal
CA prévu; Montant = amount
Probabilité = percent_text
CA pondéré = amount
Mois de signature; Closing = month
Confiance; Commentaire = note?

forecast | en | Forecast; Q3 forecast; Commit
Rep; Salesperson = owner
Account = company
Opportunity = deal
Amount = amount
Probability = percent_text
Weighted = amount
Close month = month
Next steps = next?

relances | fr | Relances; À rappeler; To do clients
Client; Qui = company
Tél = phone
Sujet = need
Relancer le = future
Fait = yes
Réponse = note?

to_chase | en | Chase list; Call backs; Follow ups
Customer; Who = company
Number = phone
About = need
Chase on = future
Done = yes
Reply; What happened = note?

appels_offres | fr | Appels d'offres; AO en cours; Suivi AO
Donneur d'ordre; Client; Maître d'ouvrage = company
Objet AO; Intitulé = need
Montant estimé = amount
Date limite remise = future
Go / no go = yes
Statut; Résultat = status
~Concurrents = competitor
Pilote = owner

tenders | en | Tenders; Bids; RFPs
Client; Buyer = company
Tender; RFP title = need
Est. value = amount
Submission date = future
Bid / no bid = yes
Outcome; Status = status
~Competitors = competitor
Lead; Bid owner = owner

sans_tel | fr | Suivi commercial; Clients à suivre
Client = company
Situation = status
Dernier échange = past
Commentaire; Notes = note

bare | en | Accounts; Clients to watch
Client = company
Where we are = status
Last chat = past
Notes = note

partage_equipe | fr | Suivi par commercial; Équipe
Commercial = owner
Client = company
Secteur = sector
Besoin = need
Statut = stage_b
Enjeu € = amount
Décideur = person
Concurrence = competitor
Prochaine étape = next?
Échéance = future?

team_board | en | Team tracker; Weekly sales meeting
Salesperson = owner
Customer = company
Sector = sector
Need = need
Stage = stage_b
Worth = amount
Decision maker = person
Competition = competitor
Next action = next?
By when = future?

identifies | fr | Prospects SIREN; Ciblage; Base prospects
SIREN; N° SIREN = siren
Dénomination = company
~Code NAF = sku
CP = cp
Ville = city
Dirigeant = person
Tél = phone
Contacté; Appelé ? = yes
Retour; Résultat appel = stage
Remarques = note?

courtier | fr | Suivi dossiers; Production; Feuil1
Assuré; Souscripteur = person
Tél portable = mobile
Courriel = email
Produit; Branche = need
Compagnie pressentie = competitor
Prime estimée = amount
RDV signature = future?
Avancement = stage

agence_immo | fr | Mandats; Acquéreurs; Estimations
Vendeur; Propriétaire = person
Bien; Adresse du bien = street
Estimation faite le = past
Prix souhaité = amount
Mandat signé = yes
Négociateur = owner
Relance vendeur = future?
Suivi = note?

estate_agent | en | Valuations; Buyers; Applicants list
Vendor name; Buyer = person
Property = street
Valued on = past
Asking price = amount
Instructed = yes
Negotiator = owner
Next chase = future?
Feedback = note?

vin | fr | Cavistes; CHR; Clients export
Établissement; Caviste = company
Acheteur = person
Portable = mobile
Département = city
Échantillons envoyés = past?
Retour dégustation = note
Commande espérée (cols) = count
Revoir = month

saas | en | Funnel; Trials; Demo pipeline
Org; Logo = company
Champion = person
Champion email = email
Seats = small
MRR (£) = amount
Trial ends = future
Sentiment = heat
Blockers = note?
Move to = stage_b

chantiers | fr | Chiffrages; Études en cours; Affaires à suivre
Affaire = deal
MOA; Donneur d'ordres = company
Architecte; Prescripteur = person
Remis le = past
Montant remis = amount
Rang; Position = status
Retour = note?
Décision attendue = month

building | en | Estimates out; Enquiries
Job; Enquiry = deal
Main contractor; Client = company
QS; Estimator contact = person
Priced on = past
Price = amount
Any news = note?
Likely start = month
Odds = percent

freelance | fr | Prospection missions; Pistes
ESN; Client final = company
Contact ESN; Qui = person
Mission = need
TJM proposé = small
CV envoyé le = past
Entretien client = future?
Retour = note?

agence_com | fr | New biz; Compétitions
Annonceur; Marque = company
Brief; Compétition = need
Honoraires estimés = amount
Reco remise le = past
Chances = percent_text
Verdict = status
Lead interne = initials

medical | fr | Ciblage médecins; Visites
Médecin; Praticien = person
Spécialité = sector
CHU; Établissement = company
Vu le = past
Produit présenté = item
Réceptivité = heat
Prochaine visite = month

hotel_groups | en | Groups enquiries; Sales calls
Organiser; Agency = company
Contact = person
Tel = phone
Dates wanted = month
Pax; Rooms = small
Rate offered = price
Option until = future
Confirmed? = status
Chasing notes = note?

export | en | Distributors; Export leads
Distributor; Importer = company
Country = city
Contact / email = email
Samples sent = past?
Reaction = note
Priority (1-3) = note5
Next = next?

b2b_simple | fr | TOP 50; Cibles; Comptes stratégiques
Groupe; Grand compte = company
Filiale = company
Qui connaît qui = colleague
Porte d'entrée = person
Enjeu = amount
Prochain pas = next?
Météo = heat

phoning | fr | Phoning; Campagne juin; Téléprospection
Raison sociale = company
Standard = phone
Bon interlocuteur = person
Appel 1 = past
Appel 2 = past?
Appel 3 = past?
Issue = stage
Verbatim = note?

cold_list | en | Dialler; Outbound; Cold list
Co. = company
DM; Decision maker = person
Dial = phone
1st touch = past
2nd touch = past?
3rd touch = past?
Disposition = stage
Gist = note?

upsell | fr | Cross-sell; Clients à développer
Client = company
Équipé en = item
Potentiel complémentaire = need
Enjeu annuel = amount
Qui y va = owner
Pour quand = month
Fait ? = yes

farm | en | Growers; Farm visits
Farm; Grower = company
Acreage = count
Buys from = competitor
Rep = initials
Saw them = past
Wants = need
Go back = month

perdus | fr | Clients perdus; À reconquérir
Client perdu; Ancien client = company
Parti chez = competitor
Date de départ = past
Pourquoi = note
CA perdu = amount
Action de reconquête = next?

win_back | en | Lost customers; Win back
Lapsed account = company
Went to = competitor
Left on = past
Why = note
Lost revenue = amount
Win-back plan = next?

references_meeting | fr | Réunion commerciale; Point hebdo; Revue d'affaires
Semaine = month
Vendeur = owner
Affaire = deal
Où en est-on ? = status
Blocage = note?
Aide attendue = next?

mono | fr | Mes affaires
Pour qui = company
Quoi = need
Combien = amount
Quand = month
Ça sent bon ? = heat

mono_en | en | My deals
For whom = company
What = need
How much = amount
When = month
Smells good? = heat

crm_like | fr | Comptes; Base clients
N° = line
Entité = company
Forme juridique = yes
SIRET = siret
TVA intra = vat
Référent = person
Joignable au = phone
Mèl = email
Dernière interaction = past
Statut relation = stage
Commentaires libres = note?
"""
