"""Common nouns of columns that are no names, beyond those of ``tracker_words``: a title made of one may be shown."""

LISTED = """
    abonnement access accessoire accord achat adaptation age agreement aide air alarme alimentation allergies
    amenagement amount analyse angle annee appareil appliance area arrosage article assembly assurance atelier
    audience autre avantage avis bandwidth basket batiment bed benefice beton boiler bois bon borne bottle bouteille
    branchement brand building bureau cable cadre caisse camion capacite capacity car caracteristique carburant
    carte category certificat certification chaine chambre channel charge chaudiere chauffage checklist chemin
    chiffrage chute citerne class clause cleaning climate climatisation cloison cluster coating code colis
    collection color colour combustible commande component composition compteur condition configuration confort
    connection consommable consommation construction consumption container contenance contrainte contrat controle
    cooling coordonnee copie cost cotisation couleur count coupe courant cout couverture coverage criteres crop cuve
    cycle data day deadline deal debit debut degustation delai delay delivery densite density deposit depot depth
    dernier design destination detail device devise diameter diametre difference dimension disponibilite distance
    document domaine dossier douche duration duree eau echantillon eclairage ecran edition efficiency electricite
    electricity element emballage emplacement encours energie energy engagement engine enseignement environment
    epaisseur equipe equipment espace essai etage etiquette evenement event exhibition exigence exposition extension
    fabric facade facture famille feature fee fenetre fermeture feuille field fin finish finition fixation fleet
    floor flotte fonction force format formation forme formule fourniture frais franchise frequency frigo fuel
    furniture garantie garden gas gaz gestion grade grain green group guarantee habillage hardware hauteur heat
    heating height heure historique history holding horaire hosting hour huile humidite humidity impact import
    impression incident index indice information infrastructure installation insulation insurance integration
    intervention isolation issue item jour journee kilometrage kit label land language langue largeur layer layout
    lecture length lettre level liaison licence license lieu lift light lighting ligne limit limite line liste
    livraison load local location logiciel logo longueur lot machine maintenance marche market marque masse material
    matiere measure menu mesure method methode mileage mission mode model modele module mois montage month monture
    moteur motor moyen nature network neuf niveau noise nombre norme notation number numero object offre option
    order ordre orientation origine outil outlet output ouverture oven package packaging palette pallet panel
    panneau papier parc parking part particularite partition passage pattern payment perimeter period periode photo
    piece pied piscine place plafond plan plancher plant plot poids point pompe pool portail porte position power
    premises preparation pression pressure print priorite priority probleme process product production produit
    profil profile profondeur program programme project projet property puissance pump qualite quality quantite
    quantity raccordement rang range rapport rate rayon reactivite reading recolte reduction reference refill region
    reglage relief remarque rendement reparation repas requirement reseau reserve resolution ressource restriction
    resultat retour revision roof room rotation route rules rythme safety saison sample sante scale schedule scope
    screen season seating secteur section securite security semaine sens serie server serveur service session
    setting shape sheet shift site size slot software soil sol solar solution sorte sortie soutien space species
    specification speed stage stand standard station stock storage store storey structure style subscription
    superficie support surface survey system systeme table taille tank target tarif taux technology temperature
    temps tension term terrain territory texte texture theme thickness ticket time tissu title titre toit toiture
    tonnage tool topic total traffic trafic training traitement transport travaux trend type unit unite update
    upgrade urgence usage user usine utilisation vague valeur value variant variante vehicle vehicule ventilation
    version view vitesse vitrage voiture voltage volume wall warranty waste water wave weight width window wood
    workshop year yield zone
"""
COMMON_WORDS = frozenset(LISTED.split())
