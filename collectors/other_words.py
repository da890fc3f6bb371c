"""What the columns and titles of other workbooks are called, which hold names and amounts and are no tracking.

Phrases are cut at semicolons, as in ``tracker_words``.
"""

from collections.abc import Mapping

TELLING: Mapping[str, str] = {
    "suppliers": """fournisseur; nom fournisseur; code fournisseur; liste fournisseurs; supplier; supplier name;
        dossier achat; gain achat; saving; savings; buyer category;
        supplier code; vendor; vendor name; vendor id; vendor list; approved vendor; sous traitant; subcontractor;
        prestataire; service provider; procurement; purchasing; panel fournisseurs; suivi fournisseurs; supplier
        rating; evaluation fournisseurs; sourcing; fabricant; manufacturer""",
    "prices": """prix unitaire; prix unitaire ht; pu ht; prix public; prix catalogue; grille tarifaire; liste prix;
        price list; unit price; list price; retail price; wholesale price; rrp; msrp; code barre; ean; ean13; gtin;
        upc; sku; barcode; rate card; tarif public; catalogue produits; product catalogue; prix revient; unit cost;
        tarifs""",
    "stock": """stock; stock initial; stock final; stock mini; stock reel; stock theorique; inventaire; entrepot;
        quantite stock; inventory; warehouse; stock level; reorder level; reorder point; on hand; qty on hand; stock
        on hand; seuil alerte; stock minimum; stock maximum; stocktake; bin location""",
    "accounting": """numero facture; facture numero; invoice; invoice number; invoice no; invoice date; invoice amount;
        date facture; montant facture; debit; credit; compte comptable; libelle ecriture; ecriture; lettrage; ledger;
        gl account; date echeance facture; numero piece; piece comptable; grand livre; balance agee; aged balance;
        jours retard; days overdue; impaye; encaissement; encaisse le; relance facture; recouvrement; dunning;
        receivables; payables; creance; rapprochement; tresorerie; cash flow; nominal code; journal entry; reste du;
        balance due; amount due; factures impayees; suivi factures; accounts receivable; credit control; relances
        impayes; debtor; creditor""",
    "orders": """numero commande; bon commande; order number; order no; purchase order; po number; numero bl; bon
        livraison; delivery note; tracking number; numero colis; carnet commandes; order book; reste livrer; quantite
        commandee; quantite livree; qty ordered; qty shipped; suivi commandes; suivi livraisons; retour sav; rma;
        chauffeur; driver; transporteur; carrier; order lines; sales orders""",
    "staff": """matricule; salarie; employee id; employee name; date embauche; hire date; salaire; salary; salaire brut;
        gross salary; conge; rtt; annuaire interne; annuaire; organigramme; org chart; trombinoscope; planning conges;
        leave balance; solde conges; line manager; employees list; astreinte; effectif service; contrat travail; temps
        travail; staff; staff directory; team member; absences; holiday planner; staff list; personnel; poste interne;
        collaborateurs; type contrat; numero securite sociale; entretien annuel; days off""",
    "recruiting": """candidat; candidate; nom candidat; candidate name; candidature; poste vise; position applied;
        applied for; entretien rh; entretien technique; interview; interview date; interviewer; pretentions
        salariales; salary expectation; expected salary; recruteur; recruiter; recrutement; recruitment; hiring;
        hiring manager; vivier; talent pipeline; applicant; job board; jobboard; offre emploi; lettre motivation;
        cover letter; promesse embauche; date candidature; phone screen; pretention; requisition; vacancy""",
    "tickets": """ticket; numero ticket; ticket id; ticket number; ticket no; incident; numero incident; bug; anomalie;
        gravite; severity; criticite; resolu le; resolved on; reproductible; steps to reproduce; sla; helpdesk;
        reclamation; complaint; non conformite; sav; reported by; signale par; case number; case id; root cause; cause
        racine; date intervention; numero intervention; technicien; technician; panne; action corrective; corrective
        action; demande support; user story; story points; backlog; time to resolve; issue type; customer service;
        service client; service desk""",
    "project": """jalon; milestone; livrable; deliverable; predecesseur; predecessor; chef projet; project manager;
        project lead; gantt; work package; planning projet; project plan; wbs; percent complete; pourcent complete;
        mitigation; registre risques; risk register; releve decisions; compte rendu reunion; ordre jour; cahier
        recette; test case; cas test; raci; charge jh; jours homme; man days; action log; sprint; workstream; raid
        log; task name; rag; exigence; fonctionnalite; feature; champ crm; cas usage; use cases; champ cible; champ
        source; user acceptance""",
    "hours": """feuille temps; timesheet; temps passe; time spent; heure debut; heure fin; heure supplementaire;
        overtime; total heures; total hours; billable hours; jours travailles; clock in; clock out; billable""",
    "expenses": """note frais; expense; expense report; justificatif; receipt; peage; toll; kilometrage; mileage;
        remboursement; reimbursed; reimbursement; indemnite; per diem; nature depense; merchant; repas; nuitee""",
    "survey": """horodateur; horodatage; questionnaire; sondage; survey; enquete; enquete satisfaction; satisfaction
        survey; repondant; respondent; respondent id; would you recommend; recommanderiez vous; overall rating; how
        satisfied; how likely; bareme""",
    "event": """invite; guest; guest name; numero table; plan table; seating; seating plan; regime alimentaire; dietary;
        dietary requirements; allergies; rsvp; emargement; apprenant; trainee; feuille presence; plus one;
        accompagnant; stagiaires; convocation; attestation; formateur; trainer; inscriptions; t shirt""",
    "figures": """kpi; indicateur; indicator; metric; tableau bord; dashboard; ligne budgetaire; budget line; poste
        budgetaire; palmares; atteinte; attainment; pourcent atteinte; pourcent objectif; quota; budget initial;
        budget revise; resultat exploitation; objectif ca""",
    "goods": """numero serie; serial number; serial no; asset tag; asset id; immatriculation; hostname; adresse ip; ip
        address; numero inventaire; part number; gencod; licenses; date achat; purchase date; amortissement""",
    "members": """cotisation; numero adherent; membership; eleve; student; pupil; donateur; donor; donation; benevole;
        volunteer; locataire; tenant; loyer; alumni; licencie; copropriete; usager""",
    "press": "journaliste; journalist; redaction; outlet; influencer; titre presse; press",
    "funding": """investisseur; investor; vc; business angel; levee fonds; fundraising; term sheet; subvention; grant;
        financeur; valorisation; due diligence; mecenat; mecene; bailleur""",
    "campaign": """taux ouverture; open rate; taux clic; click rate; impressions; cpc; ctr; cpm; hashtag; planning
        editorial; editorial calendar; mot cle; keyword; ad spend; cost per lead; cout par lead; clics""",
    "contracts": """registre traitements; base legale; lawful basis; data subject; dpo; retention period; duree
        conservation; compteur; meter; index compteur; contract register; registre contrats; contract no; numero
        contrat""",
}
"""Words of which one tells what a list is of."""

HINTING: Mapping[str, str] = {
    "suppliers": """prestataire; fournisseur agree; achats fournisseurs; purchasing contact; acheteur interne; note
        fournisseur; consultation fournisseurs; achats; delai livraison; lead time; franco; franco port; incoterm;
        minimum commande; delai approvisionnement; certification; iso 9001; homologue; qualite fournisseur; contrat
        cadre; acheteur achats; payment days; famille achat; categorie achat""",
    "prices": """pu; prix vente; prix achat; prix net; net price; cost price; selling price; pvp; catalogue; catalog;
        conditionnement; colisage; prix ht; price; prix; code article; product code; item code; ref article; reference
        article; reference produit; pricing; eco participation; ecotaxe; moq; code produit; nomenclature; prix ttc""",
    "stock": """emplacement; bin; seuil reapprovisionnement; entree stock; sortie stock; numero lot; lot number; dluo;
        dlc; peremption; shelf; rayonnage; quantite physique""",
    "accounting": """overdue; outstanding; facture; solde; journal; numero compte; balance; date reglement; regle; paye;
        paid; paid date; payment date; due amount; avoir; credit note; date paiement; iban; bic; rib; virement; bank;
        banque; releve; vat amount; montant tva; tva; vat; net amount; echeancier; invoiced; aging; facturation;
        billing; not due; total ttc; restant du; ht; ttc; taux tva; net; gross; echeance; due date; due; retard;
        reglement; payment; montant regle; amount paid; total ht ttc; net a payer""",
    "orders": """commande; order date; date commande; bl; livraison; date livraison; date livraison prevue; delivery;
        delivery date; expedie; expedition; shipped; shipping; shipment; colis; tracking; creneau; carrier name;
        lignes commande; dispatch; dispatched; retours; returns; ordered; route stop; tour""",
    "staff": """employee; employe; start date employment; leave; directory; hierarchique; manager; reports to; cdi; cdd;
        anciennete; seniority; nss; extension; ext.; extension number; bureau; desk; office number; badge; equipe;
        department; service interne; holiday; vacation; sick; maladie; appraisal; rh; hr; hrbp; joined; leaver;
        arrivee; date sortie; on call; full time; etp; fte; permanence; service; date entree societe; statut cadre;
        site; pole; direction""",
    "recruiting": """notice period; preavis; cv; resume cv; poste propose; entretien 1; entretien 2; talent; application
        date; embauche; onboarding; linkedin candidat; alternant; alternance; technical test; test technique;
        disponibilite candidat; right to work; sourceur; cooptation""",
    "tickets": """cause; nc; numero nc; soldee; solde le; repare; renvoye; panne constatee; escalade; assignee; support;
        anomalies; resolution; date resolution; reporter; environnement; intervention; date ouverture; date fermeture;
        opened on; closed on; demandeur; requester; ouvert le; ferme le; maintenance; version corrigee; epic;
        escalated""",
    "project": """tache; task; duration; duree; workload; lot; pourcent avancement; avancement pourcent; date debut;
        date fin; debut; fin; start; end; start date; end date; finish; fin prevue; fin reelle; debut prevu; depend;
        dependency; risque; risk; impact; probabilite impact; parade; agenda; minutes; raid; chantier; responsable
        action; planned; actual end; rida; recette; cadrage; assignee team; phase projet; sprint goal; owner action;
        action; decision; echeance action; porteur; livre; completed; done; complete; due by; deadline; date limite;
        dead line; priorite action; champ; field; obligatoire; mandatory; must; requirement id; regle gestion""",
    "hours": "facturable; days worked; pause; break; jours produits; cra; activity code; heures; hours",
    "expenses": """depenses; frais; km; kms; kilometre; miles; meal; hebergement; lodging; carburant; fuel; parking;
        taxi; train; flight; rembourse; convives; hotel; deplacement; travel; spend; trajet""",
    "survey": """question; q1; q2; q3; reponse 1; q4; q5; timestamp; tout fait accord; note globale; commentaire libre;
        verbatim; score satisfaction; avis; review; quiz; evaluation; note 1 5; note sur 5; note sur 10; satisfait;
        answer; score; avis client""",
    "event": """participant; invitee; table; regime; presence; present; absent; seminaire; inscrit; registration; check
        in; badge imprime; transfert; transport; chambre; room; workshop; atelier; session; formation; training;
        course; taille tee shirt; speaker; intervenant; stand; cocktail; animateur; delegate; seat; menu; attendee;
        attendance""",
    "figures": """variance; ecart; actual; realise; budget vs; previsionnel; forecast vs; evolution; evol; growth; yoy;
        objectif annuel; realise n 1; budget n; produits exploitation; total general; grand total; cumul annee; year
        to date; total annuel; moyenne; average; ratio; taux; part marche; nombre ventes; units sold; reel; classement
        vendeurs; contribution; variation; top 10; top 20; depenses reelles; engage; total; pourcent; moyen; n; n 1;
        annee; year; mois; month; semaine; week; trimestre; quarter; charges exploitation""",
    "goods": """caution; sortie; etat retour; deposit; version; cle licence; designation; vehicle; vehicule; article;
        item; quantite; qte; qty; quantity; unite; unit; uom; poids; weight; dimension; couleur; colour; color;
        longueur; largeur; hauteur; length; width; height; famille; sous famille; marque modele; registration plate;
        asset; actif; licence; poste travail; ordinateur; laptop; garantie; warranty; fiche technique; modele
        vehicule; mac address; composant; matiere; piece; part no; product name; nom produit; variant; coloris;
        contenance; depreciation; processor; prix achat ht; tonnage; product category""",
    "members": """membre; member; don; subscription paid; classe eleve; rent; proprietaire; landlord; enfant; parents;
        club; asso; association; promo; habitant; beneficiary; lot copropriete; medecin traitant; patient; adherent;
        beneficiaire""",
    "press": "publication; elu; mairie contact; institution; institutionnel; ambassade",
    "funding": "ticket investissement; appel projets",
    "campaign": """reach; leads generes; leads generated; post; publication prevue; editorial; visuel; delivered emails;
        bounces; audience; ad set; seo; position google; newsletter sent; followers""",
    "contracts": """finalite; police; numero police; assureur; insurer; prime; premium; sinistre; claim; date effet
        police; abonnements; numero abonnement; fluide; contrat entretien; registre; signed copy; copie signee""",
}
"""Words that stand in customer tracking too; only several of them tell."""
