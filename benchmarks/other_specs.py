"""Workbooks that hold names or amounts and track no customers, for training; written as ``tracker_specs``."""

OTHERS = """
suppliers | fr | Fournisseurs; Liste fournisseurs
Fournisseur; Nom du fournisseur = company
Contact = person
Tél = phone
Mail = email
Conditions de règlement = terms
~Dernière commande = past
Commentaire; Évaluation = note5

suppliers | en | Suppliers; Approved vendors
Supplier; Vendor = company
Contact = person
Phone = phone
Email = email
Payment terms = terms
~Last order = past
Rating = note5

suppliers_titled | fr | Fournisseurs; Sous-traitants agréés
Société = company
Contact = person
Tél = phone
Mail = email
Famille d'achat = item
Dernier contact = past
Remarques = terms

suppliers_titled | en | Suppliers; Subcontractors
Company = company
Contact = person
Phone = phone
Email = email
Category = item
Last contact = past
Comments = terms

supplier_quotes | fr | Consultation; Comparatif devis fournisseurs
Fournisseur consulté; Prestataire = company
Contact = person
Devis reçu le = past
Montant HT = amount
Délai de livraison = small
Relance = past?
Choix = yes

supplier_quotes | en | Supplier quotes; Procurement
Supplier = company
Contact = person
Quote received = past
Amount = amount
Lead time (days) = small
Chased = past?
Selected = yes

prices | fr | Tarif 2026; Grille tarifaire
Référence; Code article = sku
Désignation = item
Conditionnement = unit
PU HT; Prix unitaire HT = price
~Remise % = percent
~Code EAN = ean

prices | en | Price list; Rate card
SKU; Product code = sku
Description = item
Unit = unit
Unit price; List price = price
~Discount = percent
~Barcode = ean

stock | fr | Stock; Inventaire
Réf. = sku
Article = item
Quantité en stock = count
Stock mini = small
Emplacement = code
~Valeur = price

stock | en | Stock; Inventory
Part number = sku
Item = item
On hand = count
Reorder level = small
Bin = code

invoices | fr | Factures; Suivi factures; Facturation clients
N° facture = invoice_no
Client = company
Date facture = past
Montant HT = amount
TVA = price
Montant TTC = amount
Échéance = future
~Réglé le = past?
Statut = paid

invoices | en | Invoices; Sales ledger
Invoice no = invoice_no
Customer = company
Invoice date = past
Net = amount
VAT = price
Gross = amount
Due date = future
Status = paid

unpaid | fr | Impayés; Relances impayés; Balance âgée
Client = company
N° facture = invoice_no
Montant dû = amount
Échéance = past
Jours de retard = small
Relance 1 = past?
Relance 2 = past?
Commentaire = means

unpaid | en | Aged debtors; Credit control
Customer = company
Invoice = invoice_no
Balance due = amount
Due date = past
Days overdue = small
Chased = past?
Comment = means

ledger | fr | Grand livre; Journal
Date = past
Compte = account_no
Libellé = ledger
Débit = price
Crédit = price

ledger | en | General ledger; Journal
Date = past
Account = account_no
Description = ledger
Debit = price
Credit = price

orders | fr | Commandes; Carnet de commandes
N° commande = order_no
Client = company
Date commande = past
Article = item
Qté = count
PU = price
Date livraison = future
Statut = shipping

orders | en | Orders; Order book
Order no = order_no
Customer = company
Order date = past
Item = item
Qty = count
Unit price = price
Delivery date = future
Status = shipping

deliveries | fr | Tournée livraison; Planning livraisons
Client = company
Adresse = street
Ville = city
Créneau = clock
Nb colis = small
Chauffeur = owner
Livré = yes

deliveries | en | Delivery round; Dispatch
Customer = company
Address = street
Town = city
Slot = clock
Parcels = small
Driver = owner
Delivered = yes

staff | fr | Annuaire; Effectifs
Matricule = badge
Nom = last
Prénom = first
Service = service
Fonction = job
Tél. = phone
Mail = email

staff | en | Staff directory; Headcount
Employee ID = badge
Last name = last
First name = first
Department = service
Job title = job
Phone = phone
Email = email

directory | fr | Annuaire interne; Contacts internes
Nom = person
Poste = job
Bureau = small
Tél = phone
Portable = mobile
Mail = email

directory | en | Internal directory; Team contacts
Name = person
Role = job
Extension = small
Mobile = mobile
Email = email

hr | fr | Salariés; Suivi RH
Nom = person_up
Contrat = contract
Date d'embauche = past
Salaire brut = salary
Fin de période d'essai = future
Responsable = owner

hr | en | Employees; HR list
Name = person
Contract type = contract
Hire date = past
Salary = salary
Probation end = future
Manager = owner

recruiting | fr | Recrutement; Candidats
Candidat; Nom du candidat = person
Poste visé = profile
Tél = mobile
Mail = email
Étape; Statut = hire
Date d'entretien = past
Prétentions = salary
Commentaire = note?

recruiting | en | Hiring; Candidates
Candidate = person
Position = profile
Phone = mobile
Email = email
Stage; Status = hire
Interview date = past
Expected salary = salary
Comments = note?

recruiting_bare | fr | Feuil1; Suivi postes
Nom = person
Métier; Profil = profile
Tél = mobile
Mail = email
Statut = hire
Relance = future?
Avis = note5

recruiting_bare | en | Sheet1; Tracker
Name = person
Role = profile
Phone = mobile
Email = email
Status = hire
Follow up = future?
Score = note5

tickets | fr | Tickets; Suivi incidents
N° ticket = ticket_no
Client; Demandeur = company
Sujet; Problème = trouble
Gravité = severity
Ouvert le = past
Statut = trouble_state
Assigné à = owner
Résolu le = past?

tickets | en | Tickets; Support log
Ticket = ticket_no
Customer; Requester = company
Subject = trouble
Priority = severity
Opened = past
Status = trouble_state
Assignee = owner
Resolved = past?

complaints | fr | Réclamations; Réclamations clients
Date = past
Client = company
Motif de réclamation = trouble
Action corrective = task
Responsable = owner
Statut = trouble_state

complaints | en | Complaints; Customer complaints
Date = past
Customer = company
Complaint = trouble
Corrective action = task
Owner = owner
Status = trouble_state

tasks | fr | Plan de projet; Planning projet
Tâche = task
Responsable = owner
Début = past
Fin = future
Durée (j) = small
% avancement = percent
Statut = task_state

tasks | en | Project plan; Workplan
Task = task
Owner = owner
Start = past
End = future
Duration (d) = small
% complete = percent
Status = task_state

projects | fr | Portefeuille projets; Projets
Projet = need
Client = company
Chef de projet = owner
Date début = past
Date fin = future
Budget = amount
Avancement % = percent
Statut = task_state

projects | en | Project portfolio; Projects
Project = need
Client = company
Project manager = owner
Start date = past
End date = future
Budget = amount
% complete = percent
Status = task_state

actions | fr | Plan d'actions; Relevé de décisions
N° = line
Action = task
Responsable = owner
Échéance = future
Statut = task_state
Commentaire = task?

actions | en | Action log; Minutes
No = line
Action = task
Owner = owner
Due date = future
Status = task_state
Comment = task?

risks | fr | Registre des risques; Risques
Risque = risk
Probabilité = note5
Impact = note5
Mitigation = task
Pilote = owner
Statut = task_state

risks | en | Risk register; RAID log
Risk = risk
Probability = note5
Impact = note5
Mitigation = task
Owner = owner
Status = task_state

timesheet | fr | Feuille de temps; Heures
Date = past
Client; Projet = company
Tâche = task
Heures = hours
Facturable = yes

timesheet | en | Timesheet; Hours
Date = past
Client; Project = company
Task = task
Hours = hours
Billable = yes

expenses | fr | Notes de frais; Frais
Date = past
Nature = expense
Client visité; Motif = company
Montant TTC = price
Km = small
Justificatif = yes

expenses | en | Expenses; Expense report
Date = past
Type = expense
Client visited; Reason = company
Amount = price
Miles = small
Receipt = yes

survey | fr | Réponses; Enquête satisfaction
Horodateur = stamp
Société = company
Q1 - Qualité = note5
Q2 - Délais = note5
Nous recommanderiez-vous ? = answer
Commentaire libre = answer

survey | en | Responses; Satisfaction survey
Timestamp = stamp
Company = company
Q1 - Quality = note5
Q2 - Delivery = note5
Would you recommend us? = answer
Any other comments = answer

event | fr | Invités; Plan de table
Nom = person
Société = company
Mail = email
Présence = yes
Table = small
Régime = diet

event | en | Guests; Seating plan
Guest = person
Company = company
Email = email
RSVP = yes
Table = small
Dietary = diet

training | fr | Formation; Feuille de présence
Stagiaire = person
Entreprise = company
Session = past
Présent = yes
Attestation envoyée = yes
Mail = email

training | en | Training; Attendance
Attendee = person
Company = company
Session = past
Present = yes
Certificate sent = yes
Email = email

kpis | fr | Tableau de bord; KPI
Indicateur = kpi
Objectif = count
Réalisé = count
Écart = small
% atteinte = percent

kpis | en | Dashboard; KPIs
Metric = kpi
Target = count
Actual = count
Variance = small
% of target = percent

sellers | fr | Résultats commerciaux; Objectifs
Commercial = colleague
Objectif CA = amount
CA réalisé = amount
% atteinte = percent
Nb RDV = small
Nb devis = small

sellers | en | Sales results; Quotas
Salesperson = colleague
Quota = amount
Actual = amount
% attainment = percent
Meetings = small
Quotes = small

turnover | fr | CA par client; Palmarès
Client = company
CA 2024 = amount
CA 2025 = amount
Évolution % = percent
Part du CA = percent

turnover | en | Revenue by customer; Top customers
Customer = company
2024 = amount
2025 = amount
Growth % = percent
Share = percent

monthly | fr | Ventes mensuelles; CA mensuel
Client; Produit = company
Janv = amount
Févr = amount
Mars = amount
Avril = amount
Mai = amount
Total = amount

monthly | en | Monthly sales; Sales by month
Customer; Product = company
Jan = amount
Feb = amount
Mar = amount
Apr = amount
May = amount
Total = amount

budget | fr | Budget 2026; Suivi budgétaire
Poste = budget_line
Budget = amount
Réalisé = amount
Écart = amount
Commentaire = terms?

budget | en | Budget 2026; P&L
Budget line = budget_line
Budget = amount
Actual = amount
Variance = amount
Comment = terms?

holidays | fr | Congés; Planning congés
Nom = person
Lun = leave
Mar = leave
Mer = leave
Jeu = leave
Ven = leave

holidays | en | Holidays; Leave planner
Name = person
Mon = leave
Tue = leave
Wed = leave
Thu = leave
Fri = leave

mailing | fr | Publipostage; Étiquettes
Civilité = yes
Nom = last
Prénom = first
Adresse = street
CP = cp
Ville = city

mailing | en | Mail merge; Labels
First name = first
Last name = last
Address = street
Town = city
Postcode = cp

newsletter | fr | Abonnés newsletter
Email = email
Prénom = first
Nom = last
Inscrit le = stamp
Optin = yes

newsletter | en | Newsletter subscribers
Email = email
First name = first
Last name = last
Subscribed on = stamp
Opt-in = yes

assets | fr | Parc informatique; Matériel
N° de série = serial
Type = item
Utilisateur = person
Date d'achat = past
Garantie jusqu'au = future

assets | en | IT assets; Laptops
Serial number = serial
Type = item
User = person
Purchase date = past
Warranty until = future

members | fr | Adhérents; Cotisations
Adhérent = person
Mail = email
Tél = mobile
Cotisation 2026 = paid
Réglée le = past?

members | en | Members; Membership
Member = person
Email = email
Phone = mobile
Membership fee = paid
Paid on = past?

press | fr | Fichier presse; Journalistes
Média = media
Journaliste = person
Mail = email
Tél = mobile
Dernier contact = past
Commentaire = answer?

press | en | Press list; Journalists
Outlet = media
Journalist = person
Email = email
Phone = mobile
Last contact = past
Comment = answer?

investors | fr | Levée de fonds; Investisseurs
Fonds = fund
Contact = person
Mail = email
Étape = fund_stage
Ticket = amount
Relance = future?

investors | en | Fundraising; Investors
Investor = fund
Contact = person
Email = email
Stage = fund_stage
Ticket size = amount
Follow up = future?

campaigns | fr | Campagnes; Planning éditorial
Campagne = channel
Date de publication = future
Impressions = count
Clics = count
Leads générés = small

campaigns | en | Campaigns; Editorial calendar
Channel = channel
Publish date = future
Impressions = count
Clicks = count
Leads generated = small

insurance | fr | Contrats; Assurances
Assureur = company
N° de police = code
Prime annuelle = amount
Échéance = future
Interlocuteur = person
Tél = phone

leases | en | Leases; Tenants
Tenant = person
Unit = small
Rent = amount
Lease end = future
Phone = mobile
Paid = paid

quality | fr | Interventions; Maintenance
N° intervention = ticket_no
Client = company
Machine = serial
Technicien = owner
Date intervention = past
Durée = hours
Pièces = item

service | en | Service visits; Field service
Job no = ticket_no
Customer = company
Machine = serial
Technician = owner
Visit date = past
Hours = hours
Parts = item

partners_hr | fr | Cabinets de recrutement; Prestataires RH
Cabinet = company
Consultant = person
Tél = phone
Mail = email
Taux (%) = percent
Dernière mission = profile

fleet | fr | Parc auto; Véhicules
Immatriculation = serial
Modèle = item
Conducteur = person
Km = count
Contrôle technique = future
Assureur = company

sites | en | Site contacts; Premises
Site = city
Manager = person
Phone = phone
Alarm company = company
Keyholder = person
Last inspection = past

contrats_achats | fr | Contrats; Échéancier contrats
Prestataire = company
Objet = need
Coût annuel = amount
Fin d'engagement = future
Préavis = small
Responsable = owner

subscriptions | en | Software subscriptions; SaaS spend
Tool = item
Vendor = company
Owner = owner
Annual cost = amount
Renewal = future
Seats = small

logements | fr | Locataires; Loyers
Locataire = person
Lot = code
Loyer = amount
Payé = paid
Tél = mobile

class | en | Class list; Students
Student = person
Parent email = email
Phone = mobile
Attendance = percent
Grade = note5

audit | fr | Audit qualité; Constats
Constat = trouble
Processus = service
Gravité = severity
Responsable = owner
Échéance = future
Statut = task_state

shipping_claims | en | Claims; Transport claims
Claim no = ticket_no
Customer = company
Carrier = company
Damage = trouble
Amount = amount
Status = paid

production | fr | Planning production; Ordonnancement
OF = order_no
Client = company
Article = item
Qté = count
Machine = code
Début = past
Fin = future

production | en | Production schedule; Jobs
Work order = order_no
Customer = company
Part = item
Qty = count
Machine = code
Start = past
Finish = future

payroll | en | Payroll; Pay run
Employee = person
Gross = salary
Net = salary
Tax code = code
Bank account = code

commissions | fr | Commissions; Primes vendeurs
Vendeur = colleague
Client = company
Facture = invoice_no
CA encaissé = amount
Taux = percent
Commission = amount

volunteers | en | Volunteers; Rota
Volunteer = person
Phone = mobile
Email = email
Shift = clock
Team = service

rooms | fr | Réservations salles
Date = future
Salle = code
Réservé par = colleague
Heure début = clock
Heure fin = clock
Objet = task

keys | fr | Remise de clés; Badges
Badge n° = badge
Remis à = person
Société = company
Le = past
Rendu = yes

gdpr | fr | Registre des traitements
Traitement = task
Finalité = need
Base légale = answer
Durée de conservation = small
Destinataires = service

content | en | Case studies; Content plan
Title = task
Author = colleague
Due = future
Status = task_state
Channel = channel

tests | fr | Cahier de recette; Cas de test
N° = line
Cas de test = task
Résultat attendu = answer
Statut = task_state
Testeur = owner

helpdesk_fr | fr | Assistance; Hotline
Date = past
Appelant = person
Société = company
Problème = trouble
Solution = answer
Clos = yes

warranty | en | Warranty register
Serial number = serial
Product = item
Customer = company
Sold on = past
Warranty ends = future

visitors | fr | Registre visiteurs; Accueil
Date = past
Visiteur = person
Société = company
Personne visitée = colleague
Arrivée = clock
Départ = clock

christmas | en | Christmas cards; Gift list
Name = person
Company = company
Address = street
Postcode = cp
Card sent = yes

carpool | fr | Astreintes; Permanences
Semaine = month
Nom = person
Tél = mobile
Remplaçant = person

donors | en | Donors; Fundraising
Donor = person
Email = email
Last gift = past
Amount = amount
Thank you sent = yes

board_minutes | fr | Compte rendu; Réunion du 12
Sujet = need
Décision = task
Qui = owner
Pour quand = future

competitors | fr | Veille concurrentielle
Concurrent = company
Produit = item
Prix constaté = price
Forces = answer
Faiblesses = answer

sla | en | Service levels; Uptime
Service = service
Target = percent
Actual = percent
Owner = owner

late_payers | fr | Relances; Encours clients
Client = company
Facture = invoice_no
Montant TTC = amount
Échéance = past
1ère relance = past
2e relance = past?
Commentaire = means

late_payers | en | Chasing payments; Late payers
Customer = company
Invoice = invoice_no
Gross = amount
Due date = past
1st reminder = past
2nd reminder = past?
Comment = means

supplier_talks | fr | Négociations fournisseurs; Achats 2026
Fournisseur = company
Acheteur = owner
Statut négociation = task_state
Gain estimé = amount
Prochaine étape = task
Échéance = future

supplier_talks | en | Supplier negotiations; Sourcing
Supplier = company
Buyer = owner
Negotiation status = task_state
Saving = amount
Next step = task
Due = future

hires | fr | Suivi candidats
Nom = person
Poste = profile
Source = channel
Étape = hire
Prochaine étape = hire
Recruteur = owner
Commentaire = answer?

hires | en | Hiring pipeline
Name = person
Role = profile
Source = channel
Stage = hire
Next step = hire
Recruiter = owner
Comment = answer?

customer_projects | fr | Déploiements; Projets clients
Client = company
Chef de projet = owner
Lot = code
Livrable = task
Date de recette = future
Statut = task_state

customer_projects | en | Deployments; Customer projects
Client = company
Project manager = owner
Work package = code
Deliverable = task
UAT date = future
Status = task_state

requests | fr | Demandes SAV; Assistance
Client = company
Demande = trouble
Reçue le = past
Technicien = owner
Clôturée le = past?
État = trouble_state

requests | en | Service desk; Requests
Customer = company
Request = trouble
Received = past
Technician = owner
Closed = past?
State = trouble_state

customer_prices | fr | Tarifs clients; Remises
Client = company
Remise = percent
Tarif = code
Franco = amount
Conditions de paiement = terms

customer_prices | en | Customer price lists; Discounts
Customer = company
Discount = percent
Price list = code
Free carriage from = amount
Payment terms = terms

credit | fr | Encours autorisés; Assurance-crédit
Client = company
Encours = amount
Encours autorisé = amount
Note assureur = note5
Retard moyen = small

credit | en | Credit limits
Customer = company
Balance = amount
Credit limit = amount
Rating = note5
Average days late = small

contract_register | fr | Contrats clients
Client = company
N° contrat = code
Date d'effet = past
Date de fin = future
Montant HT = amount
Archivé = yes

contract_register | en | Contract register
Customer = company
Contract no = code
Start = past
End = future
Amount = amount
Signed copy = yes

customer_training | fr | Sessions; Formations clients
Client = company
Participants = small
Session = past
Formateur = owner
Convention signée = yes
Satisfaction = note5

rota | fr | Planning équipe commerciale
Commercial = colleague
Lundi = company
Mardi = company
Mercredi = company
Jeudi = company
Vendredi = company

warehouse | en | Customer stock; Consignment
Customer = company
Item = item
Qty held = count
Min = small
Last count = past

partners | fr | Conventions; Partenaires
Partenaire = company
Référent interne = colleague
Convention signée le = past
Échéance convention = future
Subvention = amount

portfolio_report | en | Account report; Sales by rep
Rep = owner
Customer = company
Q1 = amount
Q2 = amount
Q3 = amount
Q4 = amount
"""

EXPORTS = """
crm_export | en | Opportunities; report1718; Sheet1
Opportunity ID = sfid
Account Name = company
Opportunity Name = deal
Stage = stage_b
Amount = amount
Close Date = future
Opportunity Owner = colleague
Created Date = stamp
Last Modified Date = stamp

crm_export | en | hubspot-crm-exports-all-deals; Sheet1
Record ID = record_id
Deal Name = deal
Deal Stage = stage
Close Date = stamp
Deal owner = colleague
Amount = amount
Create Date = stamp
Associated Company = company

crm_export | en | contacts; export
id = uuid
first_name = first
last_name = last
account_name = company
email_address = email
phone_work = phone
lead_status = stage
date_entered = stamp
date_modified = stamp
assigned_user_name = colleague

crm_export | fr | Export; Comptes
Identifiant = uuid
Nom du compte = company
Téléphone principal = phone
E-mail = email
Étape = stage
Propriétaire = colleague
Créé le = stamp
Modifié le = stamp

crm_export | fr | crm.lead; Feuil1
id = line
partner_name = company
contact_name = person
email_from = email
expected_revenue = amount
stage_id/name = stage
user_id/name = colleague
create_date = stamp
write_date = stamp

crm_export | en | Account; Sheet1
Id = sfid
Name = company
BillingCity = city
Phone = phone
Industry = sector
OwnerId = sfid
CreatedDate = stamp
LastModifiedDate = stamp
"""
