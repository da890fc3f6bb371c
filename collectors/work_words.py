"""Words by which folders, files and sheets tell whose work they are: of those who sell, or of others.

Phrases are cut at semicolons, as in ``tracker_words``.
"""

from collections.abc import Mapping
from functools import lru_cache

from collectors.wording import LONGEST_PHRASE, plain_words

WORK: Mapping[str, str] = {
    "selling": """prospect; prospection; prospecting; client; clientele; customer; commerce; commercial; commerciale;
        commerciaux; direction commerciale; force vente; vente; sales; sale; selling; sdr; bdr; bdm; kam; account
        manager; account management; compte cle; grand compte; key account; relance; tournee; visite; visit; lead;
        pipeline; pipe; deal; devis; quote; cotation; quotation; chiffrage; opportunite; opportunity; affaire; crm;
        portefeuille; portfolio; phoning; teleprospection; telesales; telemarketing; call sheet; call list; call; appel;
        rappel; rdv; semainier; journey; field; secteur; territory; terrain; business development; development; bizdev;
        new business; demarchage; salon; show; trade show; expo; exhibition; fair; stand; export; dealer; distributeur;
        distributor; revendeur; reseller; reseau; channel; alliance; partenariat; partnership; renewal; renouvellement;
        echeance; customer success; csm; onboarding; upsell; retention; churn; lapsed; reactivation; retour clients;
        showroom; magasin; boutique; store visit; agence; branch; courtage; broker; brokerage; mecenat; mecene;
        sponsoring; sponsor; sponsorship; donor; fundraising; majors; tender; appel offre; ao; bid; proposal; propale;
        proposition; echantillon; sample; demo; trial; essai; valuation; estimation; mandat; vendeur; acquereur; buyer;
        landlord; mariage; wedding; seminaire client; corporate; revenue; lettings; reservation; enquiry; enquiries;
        inquiry; demande entrante; suivi; follow up; tracker; cible; target; hot; warm; chaud; forecast commercial;
        aftersales; abonnement; subscription; adhesion; contact""",
    "purchasing": """achat; purchasing; procurement; fournisseur; supplier; vendor list; sourcing; buying;
        sous traitant;
        subcontractor; st; consultation fournisseur; panel; appro; approvisionnement; supply""",
    "staff": """rh; hr; human resource; ressource humaine; personnel; staff; paie; payroll; recrutement; recruitment;
        hiring; candidat; candidate; conge; leave; holiday; absence; formation; training; emargement; rota; annuaire;
        organigramme; people; talent; interim; astreinte; securite; safety; cse; works council; badge;
        entretien annuel""",
    "accounting": """compta; comptabilite; accounting; accounts; finance; facture; facturation; invoice; invoicing;
        billing; recouvrement; credit control; tresorerie; treasury; budget; controle gestion; controlling; audit;
        paiement; payment; reglement; impaye; balance; grand livre; ledger; note frais; expense; tva; vat; banque; bank;
        immobilisation; assets; encours""",
    "goods": """stock; inventaire; inventory; entrepot; warehouse; logistique; logistics; production; atelier; workshop;
        fabrication; manufacturing; maintenance; qualite; quality; expedition; shipping; livraison; delivery; catalogue;
        catalog; tarif; price; pricing; nomenclature; bom; article; produit; product; parc auto; fleet; vehicule;
        planning atelier; menage; housekeeping; reception; chambre; room; cuisine; transport planning""",
    "support": """it; informatique; helpdesk; support; ticket; sav; bug; recette; test; projet; project; pmo; planning;
        risque; risk; juridique; legal; rgpd; gdpr; dpo; assurance interne; it asset; infra; server; securite si; cr
        reunion; minutes; action plan; plan action; chantier; travaux""",
    "others": """communication; presse; press; marketing; newsletter; enquete; survey; evenement; event; invite; guest;
        association; tombola; sport; comite; bureau; direction generale; archives nationales; general services; services
        generaux; postcode; code postal; questionnaire; barometre; adherent; membership; eleve; student; conseil;
        board""",
}
"""Whose work -> what its folders, files and sheets are called."""

PHRASES = {plain_words(phrase): work for work, text in WORK.items() for phrase in text.split(";")}


@lru_cache(maxsize=5_000)
def works_of(name: str) -> frozenset[str]:
    """Whose work the name of a folder, file or sheet speaks of, in the terms of WORK; empty where it does not say."""
    words = plain_words(name)
    return frozenset(
        PHRASES[phrase]
        for start in range(len(words))
        for length in range(1, min(LONGEST_PHRASE, len(words) - start) + 1)
        if (phrase := words[start : start + length]) in PHRASES
    )
