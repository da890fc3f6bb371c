"""What stands in the cells of customer tracking, in French and in English: stages, talk of selling, names of companies.

Phrases are cut at semicolons, as in ``tracker_words``.
"""

from collections.abc import Mapping

STAGES: Mapping[str, str] = {
    "selling": """prospect; prospect chaud; prospect froid; prospect tiede; suspect; lead; lead chaud; piste; piste
        chaude; nouveau prospect; nouveau lead; qualifie; qualification; a qualifier; non qualifie; contacte; premier
        contact; 1er contact; contact pris; contact etabli; a contacter; a relancer; relance; relance 1; relance 2;
        relance faite; a rappeler; rappeler; rdv pris; rdv; rdv fait; rdv planifie; rdv a prendre; rdv fixe; r1; r2;
        decouverte; besoin identifie; demo; demo faite; demo planifiee; proposition; proposition envoyee; propale
        envoyee; propale; proposition faite; offre; offre envoyee; offre remise; offre faite; devis; devis envoye;
        devis fait; devis a faire; devis signe; devis transmis; negociation; nego; en negociation; en nego; negocie;
        closing; signature; signe; signee; contrat signe; gagne; gagnee; perdu; perdue; abandonne; abandon; sans
        suite; pas interesse; pas de suite; non interesse; interesse; tres interesse; peu interesse; injoignable; pas
        de reponse; ne repond pas; nrp; chaud; tres chaud; tiede; froid; stand by; en reflexion; reflexion; en attente
        reponse; attente retour; en attente retour; attente reponse; attente client; en attente client; attente
        decision; accord verbal; bon pour accord; accepte; refuse; client; client actif; client inactif; client perdu;
        ex client; ancien client; client acquis; converti; transforme; dormant; opportunite; affaire en cours; conclu;
        conclue; remporte; remportee; short list; shortlist; perdu concurrence; perdu prix; en cours de nego; ok
        signe; a conclure; vendu; prospection; a prospecter; fidele; a reactiver; prise de contact; verbal ok; go;
        identified; prospecting; new lead; qualified; unqualified; disqualified; qualifying; contacted; to contact;
        attempted; attempted to contact; connected; engaged; nurture; nurturing; discovery; discovery call; needs
        analysis; demo; demo booked; demo done; demo scheduled; meeting booked; meeting scheduled; meeting set;
        meeting held; presentation; proposal; proposal sent; proposal made; quote sent; quoted; quote; quoting; offer
        sent; negotiation; negotiating; negotiations; in negotiation; verbal; verbal yes; verbal commit; verbal
        agreement; commit; upside; best case; contract sent; contract; signed; won; lost; closed won; closed lost; won
        closed; lost closed; dead; no answer; no reply; left message; left vm; voicemail; not interested; very
        interested; hot; warm; cold; hot lead; warm lead; cold lead; follow up; following up; to chase; chasing;
        chase; callback; call back; call again; customer; active customer; existing customer; lapsed; former customer;
        churned; at risk; trial; on trial; pilot; poc; prospect cold; qualified lead; mql; sql; sal; opportunity;
        evaluation; decision; on the fence; ghosted; went quiet; gone quiet; lost to competitor; thinking about it;
        thinking; waiting for answer; awaiting decision; awaiting reply; awaiting response; waiting on client; waiting
        on customer; to call; to call back; to follow up; closing soon; approached; pitched; converted; onboarded
        client; stalled; interested; maybe; renewed; renewal; key account; dormant account; tender; initial contact;
        first meeting; second meeting; price agreed; introduced; cooling off; on hold client; parked""",
}
"""States of a customer, a prospect or a deal."""

STATES: Mapping[str, str] = {
    "tickets": """resolu; resolue; bug; incident; bloquant; majeur; mineur; critique; resolved; reopened; triaged; won t
        fix; wontfix; duplicate; fixed; bloquante; majeure; mineure; p1; p2; p3; p4; sev1; sev2; escalated; escalade;
        reouvert; to verify; corrige; corrigee; assigned; pris en charge; in review; in qa""",
    "project": """termine; terminee; a faire; fait; done; to do; todo; not started; completed; complete; overdue; on
        track; off track; delayed; planned; non commence; pas commence; demarre; livre en recette; valide; in
        progress; realise; realisee; a lancer; non demarre; in development; blocked; bloque""",
    "orders": """livre; livree; expedie; expediee; en preparation; shipped; delivered; dispatched; backorder; back
        order; en livraison; partiellement livree; partially shipped; retourne; packed; picking; preparee; en transit;
        in transit; confirmee; facturee; solde""",
    "accounting": """paye; payee; regle; reglee; impaye; impayee; paid; unpaid; overdue; partially paid; partiellement
        paye; en retard; comptabilise; lettre; virement; cheque; prelevement; carte bancaire; especes; bank transfer;
        bacs; direct debit; due; echu; non echu; a payer; part paid; partiel; contentieux; mise en demeure; avoir;
        litige; written off; remboursee; remboursee""",
    "staff": """cdi; cdd; interim; cadre; non cadre; conge; conges payes; cp; rtt; absent; malade; teletravail;
        permanent; full time; part time; temps plein; temps partiel; annual leave; sick; maternity; on leave;
        apprenti; alternant; employe; agent maitrise; stage; etam; fixed term; contractor; probation; formation;
        maladie; ouvrier""",
    "recruiting": """offre envoyee; offre faite; refuse; refusee; offer sent; contacte; contacted; rdv pris; a relancer;
        en attente; embauche; embauchee; entretien rh; entretien technique; entretien telephonique; preselection; cv
        recu; test technique; offre acceptee; hired; phone screen; interview; interviewed; screening; onsite; offer
        extended; offer accepted; rejected; technical interview; cv screen; cv retenu; recrute; recrutee; entretien 1;
        entretien 2; vivier; entretien manager; first interview; second interview; final interview; cv screening;
        offer declined; hired; cv rejete; entretien final; refus candidat; prise de references; assessment""",
    "stock": """en stock; rupture; rupture stock; in stock; out of stock; low stock; stock faible; a commander;
        discontinued; fin de vie; obsolete; reappro; reapprovisionnement; ok stock""",
    "event": """present; absente; excuse; excusee; vegetarien; vegan; sans gluten; confirmed; declined; attending; not
        attending; vegetarian; halal; gluten free; sans porc; standard menu; no show; accepted; tentative; vegane;
        casher; kosher""",
    "suppliers": """agree; homologue; referencee; reference; approved; blacklisted; non agree; preferred supplier;
        strategique; suspendu; approved supplier; a auditer; audite; homologuee; en cours homologation; preferred;
        panel""",
}
"""States of other things, by the kind of workbook they stand in."""

TALK = """
    rappeler; a rappeler; rappelle; relancer; a relancer; relance; relance faite; rdv; rendez vous; devis; propale;
    proposition commerciale; interesse; pas interesse; en attente retour; attente retour; attend retour; laisse
    message; message laisse; repondeur; messagerie; injoignable; ne repond pas; pas de reponse; standardiste;
    barrage secretaire; recontacter; a recontacter; revoir; demo; demonstration; presentation; catalogue envoye;
    plaquette; documentation envoyee; negociation; negocier; concurrent; concurrence; trop cher; budget; decideur;
    decision; signe; signature; gros potentiel; bon contact; bon accueil; bon feeling; prospect; opportunite;
    besoin; appel offre; commande prevue; veut; souhaite; demande prix; demande tarif; tarif envoye; mail envoye;
    appele; contacte; renouvellement; resilie; fin contrat; a voir; point avec; en reflexion; reflechit; client
    fidele; satisfait de; projet reporte; echantillon; salon; visite; remise demandee; rencontre; echange avec;
    dejeuner; tres chaud; ca avance; reporte; voir en; revenir vers; a convaincre; hesite; attend budget; attend
    validation; validation direction; compare; en discussion; call back; called; called back; calling; left message;
    left vm; left voicemail; voicemail; no answer; no reply; spoke to; spoke with; chase; chased; chasing; follow
    up; followed up; following up; sent quote; quote sent; sent proposal; sent brochure; sent deck; sent pricing;
    proposal; quote; pricing; interested; not interested; keen; very keen; budget approved; decision maker; waiting
    for; waiting on; awaiting; needs; wants; looking for; asked for; meeting; met at; met with; intro; introduced;
    trial; pilot; renewal; contract up; competitor; too expensive; price sensitive; good fit; great fit; gatekeeper;
    ring; rang; emailed; will call; try again; try in; back in; ghosted; went quiet; gone quiet; hot; happy with;
    unhappy with; coffee; lunch; discount; sign; signed; po expected; legal review; procurement; evaluating;
    comparing; catch up; check in; touch base; send; resend; ping; circle back; nudge; lost to; switching; upsell;
    expansion
"""
"""What people note down when they have spoken with a customer."""

FORMS = """
    ab ag aps as asbl bv co corp earl eirl eurl gaec gie gmbh inc kft kg limited llc llp ltd nv oy plc pty sa sarl
    sas sasu scea sci scop selarl sl snc spa sprl srl
"""
COMPANY_FORMS = frozenset(FORMS.split())
"""Legal forms of companies."""
WORDS = """
    academy acier agence agency agro alimentaire architectes architects associate association associe assurance
    atelier auto automobile avocats bakery bank banque batiment beton bois boucherie boulangerie brasserie brewery
    bros brother builders cabinet cafe camping capital care cave center centre charpente chateau chemical chimie cie
    cleaning clinic clinique cloud club college commune communication compagnie company conseil conserverie
    construction consulting coop cooperative cosmetique council couverture cuisines data dental departement design
    digital distribution domaine eau ecole electrical electricite electronics emballage energie energy engineering
    entreprise environnement equipement equipment estate etablissement ets europe export farm farms federation ferme
    fils finance fondation fonderie food foods france frere garage garden group groupe health holding hopital
    hospital hotel immobilier import imprimerie industrie industry informatique ingenierie inn institut institute
    insurance interiors international invest jardin joinery kitchens lab laboratoire legal lettings logistic
    logistique lycee maconnerie magasin mairie manufacturing marche market marketing mecanique media medical
    menuiserie metal metallurgie metropole mode motors negoce nettoyage network notaires office opticians optique
    outillage packaging papier partner paysage peinture pharma pharmacie pharmacy plastique plomberie plumbing
    production properties proprete pub region restaurant retail roofing salon sante school scierie securite security
    service shop societe software solaire solar solicitors solution son ste store studio supply surgery surveyors
    syndicat system systeme tech technologie technology telecom textile trading transport trust uk universite
    university usa usinage verre vignoble ville works
"""
COMPANY_WORDS = frozenset(WORDS.split())
"""Words of which many names of companies are made; singular, as ``plain_words`` has them or not."""

SELLING = """
    pipeline; pipe; portefeuille; portefeuille client; suivi commercial; suivi commerciaux; prospection; tournee;
    tournees; relances commerciales; affaires en cours; suivi affaires; sales tracker; sales pipeline; hot list;
    hotlist; target list; call list; calling list; key accounts; comptes cles; grands comptes; phoning;
    teleprospection; visites; compte rendu visites; relances; opportunites; forecast; suivi devis; suivi
    propositions; suivi offres; suivi relances; contacts salon; quotes; quote log; tracker deals; bids; call sheet;
    call log; follow ups; follow up; visit reports; business development; bizdev; new business; renewals; devis en
    cours; suivi rdv; campagne appels; sales meeting; suivi rdv commerciaux; reunion commerciale; revue affaires;
    retention; hot prospects; pipe commercial
"""
"""What sheets and lists of those who sell are titled."""
