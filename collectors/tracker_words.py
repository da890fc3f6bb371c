"""What the columns of customer tracking are called, in French and in English.

Phrases are cut at semicolons; case, accents, punctuation and plurals do not matter. The order of concepts decides which
of two words of one heading it is about: an e-mail address of a contact is an e-mail address.
"""

from collections.abc import Mapping

COLUMNS: Mapping[str, str] = {
    "email": """email; e mail; mail; courriel; mel; adresse mail; adresse email; adresse electronique; adresse courriel;
        email address; mail pro; mail perso; contact email; email contact; work email; business email""",
    "phone": """telephone; tel; tel.; phone; mobile; portable; gsm; cell; cell phone; cellphone; fixe; ligne directe;
        ligne fixe; tel fixe; tel mobile; tel port; numero telephone; numero tel; numero portable; numero mobile;
        port; phone number; mobile number; contact number; direct line; direct dial; landline; work phone; standard;
        fax; telecopie; telephone number; tph; tlf; whatsapp; joignable au""",
    "company_id": """siren; siret; numero siren; numero siret; rcs; numero rcs; tva intracommunautaire; numero tva; tva
        intra; vat number; vat id; vat no; vat numero; vat registration; company number; company registration; company
        reg; registration number; crn; ein; duns; numero entreprise; numero identification; identifiant legal; numero
        intracommunautaire; siren siret; kvk; ust idnr""",
    "next_step": """prochaine action; prochaine etape; action suivante; action prevue; action venir; suite donner;
        suite; suite a donner; actions a mener; action mener; a faire; todo; to do; next step; next action; next
        steps; next move; following step; etape suivante; action commerciale; plan action commercial; quoi faire; on
        fait quoi; action item; upcoming action; next task; next activity; prochaine tache; prochaine demarche; what
        next; whats next; action requise; action prochaine; prochain pas; next touch; next; plan actions; plan action;
        prochain point; save plan; move; action by us; aide attendue; ask; prochaine|prochain
        etape|action|demarche|tache|initiative|operation; next step|action|move|task|activity|steps|actions|milestone;
        action|actions commerciale|commerciales|prevue|prevues|mener|engager|suivante|requise|faire|client;
        suite|suites donnee|donner|prevue|envisagee; follow up action|actions|step""",
    "contact_date": """dernier contact; quand; when; pour quand; by when; quand appeler; re contact; dernier echange;
        derniere relance; dernier appel; derniere visite; dernier rdv; derniere action; dernier rendez vous; premier
        contact; premiere prise contact; prise contact; date contact; date appel; date relance; date rdv; date visite;
        date rappel; date rencontre; date entretien commercial; relance; relance 1; relance 2; relance 3; a relancer;
        relancer; relance le; relance prevue; prochaine relance; prochain contact; prochain rdv; prochain rendez vous;
        prochain appel; prochaine visite; rappel; rappeler; a rappeler; rappeler le; rdv; rendez vous; rdv pris; rdv
        le; visite; visite le; appel; appele le; contacte le; contacte; relance faite; vu le; rencontre le; date
        prochaine relance; date prochaine action; date prochain contact; date dernier contact; date derniere action;
        date premier contact; last contact; last contacted; last call; last visit; last touch; last spoke; last
        meeting; last activity; last interaction; last followed up; first contact; first call; contacted on;
        contacted; called; called on; call date; met on; met; visit date; visited; visited on; meeting date; meeting;
        follow up; follow up date; followup; followup date; next follow up; next contact; next call; next meeting;
        next visit; next touchpoint; call back; callback; callback date; call back on; chase; chase date; chased;
        chaser; chase on; to chase; reminder; remind; reminder date; recall; ring back; touchpoint; date contacted;
        date called; date last contact; date next action; follow up on; f u; fu; spoke to; spoke on; echange; echange
        le; jour rappel; quand rappeler; saw; saw them; seen; seen on; vu; vu le; revu; go back; revoir; retour prevu;
        option until; 1st touch; 2nd touch; 3rd touch; appel 1; appel 2; appel 3; touch; decouvert; passe voir; trial
        end; appointment; appt; site visit; home visit; survey visit; visit; je rappelle; rappelle; last chat; last
        seen; revoir le; a revoir; recontacter; a recontacter; recontact; recontacter le; passage; dernier passage;
        prochain passage; date passage; when call; when to call; point; next point; tried; got through; last qbr; next
        qbr; qbr; point telephonique; last coffee; essaye; nb essais; next review; account review; revue compte;
        prochaine revue; date 1er contact; 1er contact; joint; reached;
        dernier|derniere|dern|prochain|prochaine|proch|premier|premiere|1er|1ere|2e|2eme|3e|date

        contact|echange|appel|relance|visite|rdv|rencontre|reunion|activite|interaction|mail|email|courrier|passage|entretien|point|prospection|rappel|suivi;
        last|next|first|1st|2nd|3rd|latest|previous|date

        contact|contacted|call|called|visit|visited|meeting|met|touch|touchpoint|activity|interaction|email|emailed|conversation|spoke|chat|discussion|catch|appointment|reminder|chase|chased|callback|outreach|approach;
        date derniere|prochaine|premiere relance|visite|action|activite|rencontre; date dernier|prochain|premier
        contact|appel|rdv|echange|rappel|point; date last|next|first
        contact|call|visit|meeting|touch|contacted|spoke|chased; nb|nombre|number relances; date follow up;
        follow|followed up on|date|by; relance|rappel|visite|rdv|appel prevu|prevue|fait|faite|date|le""",
    "probability": """probabilite; proba; prob; prob.; chance; chances; taux transformation; taux reussite; taux chance;
        pourcent proba; pourcent chance; probability; likelihood; odds; confidence; win probability; win rate; close
        probability; chance signature; chance winning; certitude; indice confiance; ponderation; weighting; pourcent
        reussite; pourcent signature; pourcent close; likelihood to close;
        probabilite|chance|chances|proba|taux|pourcent|indice|degre
        succes|signature|reussite|gain|closing|transformation|conversion|conclusion|confiance;
        win|close|closing|success|conversion probability|chance|likelihood|odds|rate|pourcent|confidence;
        probability|chance|likelihood win|close|closing|success|winning""",
    "close_date": """date signature; likely start; likely date; pour quand prevu; signature prevue; date signature
        prevue; date closing; closing; close date; closing date; expected close; expected close date; expected
        closing; estimated close; est close; est close date; close month; date conclusion; date cloture prevue;
        cloture prevue; date decision; decision prevue; date prevue; date decision client; date previsionnelle; date
        signature estimee; decision date; expected order; expected order date; expected decision; target close; target
        date sale; mois signature; mois closing; date gain; date gain; forecast date; forecast close; expected
        signing; signing date; echeance signature; atterrissage; landing; cloture; date cloture; order expected; when
        decide; echeance decision; date echeance decision; decision expected; expected by;
        date|mois|echeance|trimestre|delai signature|closing|decision|conclusion|transformation;
        expected|estimated|target|likely|forecast|anticipated|planned|est|exp
        close|closing|decision|order|signature|signing|start""",
    "stage": """etape; statut; status; stage; phase; avancement; etat; etat avancement; pipe; pipeline; funnel; niveau;
        statut commercial; statut prospect; statut client; statut affaire; statut opportunite; statut devis; etape
        pipe; etape vente; etape commerciale; sales stage; deal stage; lead status; lead stage; opportunity stage;
        state; step; stade; situation; ou en est on; ou on en est; where are we; where we are; progress; progression;
        resultat; result; outcome; conclusion; issue appel; resultat appel; call outcome; reponse; verdict; position;
        en cours; maturite; degre maturite; etape|statut|etat|stade|phase|niveau|avancement|situation

        actuel|actuelle|commercial|commerciale|prospect|client|affaire|vente|dossier|relation|contact|pipe|deal|lead|opportunite|offre|devis|projet|suivi;
        current|sales|deal|lead|opportunity|pipeline|account|client|prospect|relationship
        status|stage|phase|step|state""",
    "temperature": """temperature; chaud froid; chaud; chaud tiede froid; interet; niveau interet; degre interet;
        interesse; hot cold; hot warm cold; heat; interest; interested; interest level; level interest; potentiel;
        potential; scoring; lead score; note prospect; score prospect; priorite; prio; priority; rating; classement;
        abc; cat abc; importance; qualification; qualif; note interet; tier; feeling; ressenti; appetence; motivation;
        niveau|degre|qualite|potentiel|note|cotation|classement
        interet|contact|prospect|maturite|client|lead|priorite; lead|prospect|contact|account|client
        quality|grade|rating|score|rank|potential|warmth|temperature|priority|tier""",
    "sale": """gagne; perdu; gagne perdu; won; lost; won lost; sold; vendu; vente; signe; vente conclue; deal won;
        signed; commande signee; conclu; sale; vente faite; converti; converted; won on; signed on; transforme;
        accepte; accepte refuse; accepted; joined; became customer; devenu client; booked; accord; accord client;
        renewed; renouvele; reconduit""",
    "action": "action; actions; decision",
    "description": "description; libelle; detail demande; message",
    "loss_reason": """motif perte; raison perte; motif refus; raison refus; pourquoi perdu; cause perte; perdu pourquoi;
        loss reason; lost reason; reason lost; reason loss; why lost; reason for loss; perdu contre; lost to;
        objection; freins; frein; objections; blocage; blocker; blockers""",
    "competitor": """concurrent; buys from; achete chez; parti chez; went to; goes to; se fournit chez; chez qui;
        concurrence; competitor; competition; fournisseur actuel; fournisseur en place; current supplier; current
        provider; current vendor; existing supplier; incumbent; prestataire actuel; prestataire en place; solution
        actuelle; current solution; deja equipe; equipement actuel; outil actuel; existing solution; en place chez;
        concurrent en place; rival; rivals; face a; who else""",
    "comment": """commentaire; news; any news; quoi de neuf; feedback; gist; report; comment; remarque; remark;
        observation; note; notes; memo; compte rendu; cr; cr visite; cr appel; cr rdv; cr rendez vous; compte rendu
        visite; compte rendu appel; historique; history; historique contact; call notes; meeting notes; detail;
        details; info; infos; information; informations complementaires; divers; bla bla; a savoir; a retenir; ce qu
        il faut savoir; contexte; context; background; comm; commentaires commercial; resume; summary; points cles; j
        ai dit quoi; dit quoi; discussion; conversation; what said; the story; story; update; updates; latest; latest
        update; last update comments; where we left; journal echange; precision; annotation; obs; rq; rmq; sujet;
        objet; objet visite; subject; topic; sujet aborde; points abordes; what happened; ce qui s est passe; what was
        said; commentaire|remarque|note|observation|cr|synthese|resume|bilan
        client|visite|rdv|appel|commercial|relance|interne|contact|echange|prospect|entretien; compte rendu
        visite|rdv|appel|echange|entretien|rencontre;
        call|meeting|visit|sales|client|customer|account|contact|prospect|internal
        notes|comments|remarks|summary|report|feedback|outcome""",
    "owner": """commercial; commerciale; vendeur; charge affaire; charge clientele; charge compte; responsable; resp;
        resp commercial; suivi par; gere par; personne en charge; attribue; attribue a; affecte a; assigne a; pilote;
        qui; qui suit; qui s en occupe; owner; account owner; lead owner; deal owner; opportunity owner; sales rep;
        salesperson; sales person; rep; account manager; account executive; am; ae; bdr; sdr; kam; key account
        manager; assigned to; handled by; managed by; in charge; ingenieur commercial; technico commercial; tc; ic;
        referent interne; referent; interlocuteur interne; gestionnaire; conseiller; conseillere; secteur commercial;
        responsable compte; seller; who; bizdev; business developer; consultant; agent; attache commercial; delegue;
        portefeuille; responsable commercial; responsable suivi; our contact; notre contact; agence; par qui; by whom;
        vu par; call by; called by; lead by; initiale; initials; rc; sales; by;
        commercial|responsable|resp|charge|gestionnaire|vendeur|referent
        affecte|referent|compte|clientele|interne|suivi|secteur|dossier|commercial|client|affaire;
        account|sales|deal|lead|opportunity|relationship|prospect|client
        owner|manager|rep|lead|executive|contact|person""",
    "lead_source": """source; origine; origine contact; origine lead; origine prospect; provenance; canal; canal
        acquisition; lead source; how found us; how heard; how did they hear; referral; referred by; recommande par;
        apporteur; apporteur affaires; prescripteur; parrain; channel; campaign; campagne; salon; evenement origine;
        came from; where met; rencontre ou; introduced by; origin; intro by; intro; via; intro path; referrer;
        source|origine|provenance|canal lead|contact|prospect|client|approche|demande|acquisition;
        lead|contact|prospect|enquiry source|origin|channel""",
    "quote": """devis; priced; priced on; price given; remis le; montant remis; reco remise; numero devis; devis envoye;
        devis le; date devis; montant devis; ref devis; reference devis; offre; offre envoyee; date offre; numero
        offre; proposition; propale; proposition commerciale; propo; propo envoyee; date proposition; quote;
        quotation; quote sent; quote date; quote number; quote no; quote ref; quote amount; quote value; proposal;
        proposal sent; proposal date; proposal value; offer; offer sent; estimate; estimate sent; rfp; rfq; ao; appel
        offre; appel offres; tender; bid; chiffrage; sent quote; demo; demo faite; demonstration; essai; trial; poc;
        echantillon envoye; sample sent; pitch; quoted; quoted on; prix propose; price quoted;
        devis|offre|proposition|propale
        envoye|envoyee|remis|remise|fait|faite|transmis|transmise|signe|signee|date|montant|etabli;
        quote|quotation|proposal|offer|estimate|tender|bid sent|date|issued|submitted|value|status|given;
        date|montant|numero|envoi devis|offre|proposition; taux succes""",
    "amount": """montant; montant ht; montant ttc; montant estime; montant potentiel; montant annuel; valeur; valeur
        affaire; ca potentiel; ca previsionnel; ca estime; ca attendu; ca espere; ca previ; ca pondere; enjeu; enjeu
        eur; budget client; budget prospect; budget estime; somme; amount; value; deal value; deal size; deal amount;
        est value; estimated value; expected revenue; expected value; weighted value; weighted; potential revenue;
        arr; mrr; acv; tcv; revenue potential; contract value; eur; keur; k eur; ke; montant keur; m eur; usd; gbp;
        size deal; total ht; combien; how much; worth; gbp k; usd k; potentiel ca; potentiel eur; potentiel annuel;
        annual value; montant devis ht; opportunity value; pipeline value; recurring revenue; panier moyen; volume
        affaires; eur ht; montant|valeur|ca|enjeu|potentiel|volume|chiffre

        estime|estimee|prevu|prevue|potentiel|potentielle|annuel|annuelle|attendu|attendue|probable|pondere|ponderee|previsionnel|possible|devis|offre|affaire|contrat|keur|propose|affaire|opportunite;

        estimated|expected|potential|annual|deal|weighted|forecast|likely|possible|pipeline|opportunity|contract|proposal|quote|total|est
        value|amount|revenue|size|spend|worth|sales; commande possible|probable|potentielle|prevue""",
    "revenue": """ca; ca n; ca n 1; ca ht; ca annuel; chiffre affaire; chiffres affaires; ca realise; ca 2023; ca 2024;
        ca 2025; ca 2026; turnover; revenue; annual revenue; sales n; sales ytd; ytd; cumul; revenue last year; ca
        cumule""",
    "budget": "budget; enveloppe; budget annuel; annual budget; budget range",
    "margin": "marge; marge brute; margin; gross margin; gp; taux marge; rentabilite; profit",
    "need": """besoin; wish; souhait; cherche quoi; potentiel complementaire; projet; project; enquiry; inquiry;
        enquired about; besoins; besoin exprime; besoin client; demande; demande client; projet client; need; needs;
        requirement; requirements; pain point; pain points; pain; interesse par; interested in; use case; produit
        interet; produits interesses; attente; attentes; problematique; sujet interet; offre cible; gamme interet;
        looking for; cherche; recherche; wants; what they want; ce qu ils veulent; type besoin; type projet; nature
        projet; besoins identifies; produit demande; product interest; enquiry date; date enquiry; besoin en; objet
        demande; demande recue; enquiry detail; besoin|demande|projet|attente
        client|exprime|exprimee|identifie|principal|detecte|prospect; customer|client|prospect
        needs|need|requirements|interests|pain""",
    "prospect": """prospect; prospection; lead; piste; suspect; opportunite; opportunity; deal; nom prospect; nom
        opportunite; nom affaire; prospect name; lead name; deal name; opportunity name; type prospect; prospects;
        type client prospect; client prospect; prospect client; societe prospect; opp; opp.; opport; cible; target
        account; target company; nom piste; affaire; affaires; intitule affaire; libelle affaire; nom deal; sales
        opportunity; new business; potential client; potential customer; client potentiel; futur client; hot lead;
        leadid; lead id; opportunityid; opportunity id; dealid; deal id; demande entrante; nom|code|numero|ref|type|id
        prospect|affaire|opportunite|piste|lead|cible; prospect|lead|opportunity|deal|target
        name|company|code|ref|reference|title; societe|entreprise ciblee|prospectee|contactee""",
    "customer": """client; main contractor; donneur ordres; assure; souscripteur; acquereur; annonceur; distributor;
        distributeur; importateur; importer; grower; lapsed account; ancien client; client perdu; lost customer; grand
        compte; logo; mandant; brand owner; reseller; revendeur; for whom; pour qui; nom client; nom du client; client
        final; customer; customer name; client name; compte; nom compte; account; account name; compte client; grand
        compte; key account; clientele; end customer; end client; type client; client actuel; code
        client; numero client; ref client; reference client; customer number; customer id; customer no; client id;
        client no; client code; account number; account no; client depuis; client since; customer since; categorie
        client; clt; cli; patientele; donneur ordre; maitre ouvrage; moa; customer code; customer reference; client
        reference; cpte; accountid; account id; contactid; contact id; client name id; nom|code|numero|ref|type|id
        client|compte; client|customer|account name|code|number|ref|type|reference|company; societe|entreprise
        cliente; client|customer concerne|visite|contacte|final|facture; counterparty; contrepartie""",
    "decision_maker": """decideur; decision maker; circuit decision; processus decision; decision process; qui decide;
        who decides; signataire; pouvoir decision; sponsor; champion; influenceur; stakeholder; prescripteur interne;
        buying process; key contact""",
    "company": """societe; entreprise; raison sociale; nom societe; nom entreprise; nom societe client; denomination;
        denomination sociale; organisation; organisme; structure; enseigne; etablissement; compagnie; boite; company;
        company name; business; business name; organization; organisation name; organization name; firm; employer;
        corporation; trading name; legal name; nom commercial; ste; ets; groupe; maison; magasin; point vente; store;
        shop; nom etablissement; nom magasin; nom structure; collectivite; commune cliente; ent; entite; entity;
        raison soc; rs; chez; lycee; ecole; mairie; magasin client; hopital; clinique; garage; pharmacie;
        exploitation; practice; salon client; point de vente; enseigne nom; concession""",
    "first_name": "prenom; first name; firstname; given name; forename; prenom contact; contact first name",
    "last_name": """nom famille; last name; lastname; surname; family name; nom usage; nom contact famille; contact last
        name; patronyme""",
    "contact": """contact; interlocuteur; nom contact; contact name; contact principal; main contact; primary contact;
        personne contactee; personne contact; contact person; nom prenom; prenom nom; nom et prenom; full name;
        person; personne; correspondant; nom interlocuteur; contact client; contacts; your contact; poc name; gerant;
        dirigeant; patron; directeur; manager name; manager on site; spoke with; parle a; met with; rencontre avec;
        monsieur madame; m mme; individu; coordonnees; coord; contact details; responsable achat; acheteur contact;
        acheteur; buyer;
        interlocutrice; interlocuteurs; point contact; point of contact""",
    "function": """fonction; poste; titre; role; job; job title; job function; position title; qualite; poste occupe;
        fonction contact; intitule poste; contact title; contact role; title; metier contact""",
    "salutation": "civilite; salutation; titre civilite; civ; genre; gender; mr mrs; prefix; politesse",
    "industry": """secteur; secteur activite; activite; industrie; industry; sector; business sector; branche; code naf;
        naf; ape; code ape; metier; domaine; domaine activite; vertical; market; marche; sic code; filiere; type
        activite; type etablissement; line of business""",
    "segment": """segment; segmentation; typologie; type; categorie; category; gamme; famille client; classe; class;
        cible marketing; persona; profil; profile; grade; kind""",
    "workforce": """effectif; effectifs; nb salarie; nombre salarie; taille; taille entreprise; nb employe; nombre
        employes; headcount; number employees; company size; size; staff count; nb collaborateurs; nb pers""",
    "website": """site web; site internet; url; web; website; lien; link; linkedin; page web; webpage; homepage; profil
        linkedin""",
    "address": """adresse; rue; address; street; adresse postale; adresse 1; adresse 2; address line 1; address line 2;
        adresse facturation; adresse livraison; postal address; billing address; shipping address; lieu dit; numero
        rue; complement adresse; localisation; location; lieu""",
    "postcode": "code postal; cp; c p; postcode; postal code; zip; zip code; zipcode; cod postal",
    "city": "ville; commune; city; town; localite; municipality; ville client",
    "country": "pays; country; nation",
    "region": """region; departement; dept; dpt; dep; zone; zone geographique; area; county; state province; territory;
        territoire; secteur geographique; district""",
    "interest_product": """produit; produits; product; products; solution; offre produit; service propose; product line;
        ligne produit; module; modules; pack; formule; plan; package""",
    "renewal": """renouvellement; date renouvellement; renewal; renewal date; renew; contract end; contract end date;
        fin contrat; date fin contrat; echeance contrat; expiration contrat; contract expiry; reconduction; date
        echeance contrat; anniversaire contrat; fin engagement; end of contract; contract renewal; date reconduction;
        churn risk; risque depart; risque churn; risque attrition""",
    "satisfaction": """satisfaction client; nps; csat; customer satisfaction; humeur client; health; health score; sante
        client; sante compte; account health""",
    "consent": """optin; opt in; rgpd; gdpr; consentement; consent; newsletter; ok mailing; accord email; opt out;
        desinscrit; unsubscribed""",
    "created": """date creation; cree le; creation; created; created at; created on; create date; date ajout; ajoute le;
        date saisie; date entree; date added; added on; entry date; created date; date reception; date demande; recu
        le; received on""",
    "modified": """modifie le; derniere modification; date modification; maj; mise a jour; date maj; mis a jour le; last
        modified; last updated; updated; updated at; modified on; modified; last modified date; date mise jour""",
    "created_by": """cree par; created by; saisi par; auteur; author; modifie par; modified by; last modified by;
        entered by""",
    "identifier": "id; identifiant; guid; uuid; record id; ident; identifiant technique; key; cle",
    "delivery_wish": """delai; delai souhaite; echeance projet; mise en service; date installation; delai client; date
        besoin; go live client; date demarrage souhaitee; timeline; timeframe; timing; horizon; lead timeframe""",
    "language": "langue; language; langue parlee; spoken language",
    "frequency": """frequence; frequence visite; frequence achat; frequency; visit frequency; periodicite; rythme;
        cadence""",
    "visits": """nb visite; nombre visites; number visits; nb appel; nombre appels; nb relances; calls made; number of
        calls; tentatives; attempts; nb tentatives; nb rdv; nb contact""",
    "gift": "cadeau; cadeaux; gift; invitation; voeux; christmas gift; cadeau fin annee",
    "birthday": "anniversaire; date naissance; birthday; birth date; date of birth",
    "discount": """remise; rabais; discount; remise accordee; ristourne; taux remise; conditions commerciales;
        conditions tarifaires; trading terms""",
    "payment_terms": """conditions paiement; delai paiement; mode paiement; mode reglement; payment terms; payment
        method; conditions reglement""",
    "equipment": """equipement; materiel; parc; parc installe; machine; machines; equipment; installed base; marque;
        modele; brand; model; logiciel; software; tool; outil; erp; technology; technologie""",
    "surface": "surface; superficie; m2; area m2; square meters; sqm; sq ft; surface m2; hectare; hectares; ha",
    "season": "saison; season; periode; period; moment",
    "account_plan": """plan compte; account plan; strategie; strategy; objectif compte; objectif client; objectif
        visite; objectif; goal; target; objective; axe developpement; upsell; cross sell; vente croisee; potentiel
        developpement; growth potential; share of wallet; part portefeuille; taux nourriture; opportunites
        developpement; growth target; key risk""",
    "reference_ok": "reference client possible; temoignage; case study; reference ok; testimonial; referenceable",
    "document": """document; piece jointe; fichier; contrat; contract; nda; attachment; file; brochure envoyee; doc
        envoyee; documentation envoyee; catalogue envoye; mail envoye; email sent; emailed; plaquette envoyee;
        brochure sent""",
    "contract_start": """debut contrat; date debut contrat; contract start; contract start date; start of contract; date
        effet""",
    "date": "date; jour; day; le; date evenement; quand date; dt",
    "name": "nom; name; designation nom; intitule; noms; names; libelle nom; nom complet",
    "number": "numero; numeros; no; num; ref; reference; code; order; rang; ligne; line; index; idx",
}

CUSTOMERS = frozenset({"customer", "prospect"})
"""Concepts that say by themselves whom a list is of."""
