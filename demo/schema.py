"""The tables of the simulated CRM, as its French developers named them. Times are UTC; end dates are exclusive."""

SCHEMA = """
CREATE TABLE equipe (
    id INTEGER PRIMARY KEY,
    libelle VARCHAR(60) NOT NULL UNIQUE
);
CREATE TABLE utilisateur (
    id INTEGER PRIMARY KEY,
    identifiant VARCHAR(60) NOT NULL UNIQUE,
    prenom VARCHAR(60),
    nom VARCHAR(60),
    courriel VARCHAR(120),
    telephone VARCHAR(20),
    fonction VARCHAR(60) NOT NULL,
    responsable_id INTEGER REFERENCES utilisateur (id),
    actif BOOLEAN NOT NULL DEFAULT 1,
    date_entree DATE NOT NULL,
    date_sortie DATE
);
CREATE TABLE appartenance (
    id INTEGER PRIMARY KEY,
    utilisateur_id INTEGER NOT NULL REFERENCES utilisateur (id),
    equipe_id INTEGER NOT NULL REFERENCES equipe (id),
    date_debut DATE NOT NULL,
    date_fin DATE
);
CREATE TABLE societe (
    id INTEGER PRIMARY KEY,
    proprietaire_id INTEGER NOT NULL REFERENCES utilisateur (id),
    cree_par INTEGER NOT NULL REFERENCES utilisateur (id),
    cree_le DATETIME NOT NULL,
    modifie_le DATETIME NOT NULL,
    supprime BOOLEAN NOT NULL DEFAULT 0,
    raison_sociale VARCHAR(120) NOT NULL,
    ville VARCHAR(60),
    code_postal VARCHAR(10),
    siret VARCHAR(14),
    secteur VARCHAR(60),
    code_naf VARCHAR(6),
    telephone VARCHAR(20),
    effectif INTEGER,
    encours NUMERIC(12, 2)
);
CREATE TABLE contact (
    id INTEGER PRIMARY KEY,
    proprietaire_id INTEGER NOT NULL REFERENCES utilisateur (id),
    cree_par INTEGER NOT NULL REFERENCES utilisateur (id),
    cree_le DATETIME NOT NULL,
    modifie_le DATETIME NOT NULL,
    supprime BOOLEAN NOT NULL DEFAULT 0,
    societe_id INTEGER NOT NULL REFERENCES societe (id),
    prenom VARCHAR(60),
    nom VARCHAR(60) NOT NULL,
    courriel VARCHAR(120),
    telephone VARCHAR(20),
    fonction VARCHAR(60)
);
CREATE TABLE affaire (
    id INTEGER PRIMARY KEY,
    proprietaire_id INTEGER NOT NULL REFERENCES utilisateur (id),
    cree_par INTEGER NOT NULL REFERENCES utilisateur (id),
    cree_le DATETIME NOT NULL,
    modifie_le DATETIME NOT NULL,
    supprime BOOLEAN NOT NULL DEFAULT 0,
    societe_id INTEGER NOT NULL REFERENCES societe (id),
    contact_id INTEGER REFERENCES contact (id),
    nom VARCHAR(120) NOT NULL,
    etape CHAR(3) NOT NULL,
    montant NUMERIC(12, 2) NOT NULL,
    date_cloture_prevue DATE NOT NULL,
    prochaine_action VARCHAR(120),
    concurrent VARCHAR(60),
    motif_perte VARCHAR(60),
    derniere_activite_le DATETIME,
    filiere CHAR(3) NOT NULL
);
CREATE TABLE affaire_historique (
    id INTEGER PRIMARY KEY,
    affaire_id INTEGER NOT NULL REFERENCES affaire (id),
    horodatage DATETIME NOT NULL,
    proprietaire_id INTEGER NOT NULL,
    cree_par INTEGER NOT NULL,
    cree_le DATETIME NOT NULL,
    modifie_le DATETIME NOT NULL,
    supprime BOOLEAN NOT NULL,
    societe_id INTEGER NOT NULL,
    contact_id INTEGER,
    nom VARCHAR(120) NOT NULL,
    etape CHAR(3) NOT NULL,
    montant NUMERIC(12, 2) NOT NULL,
    date_cloture_prevue DATE NOT NULL,
    prochaine_action VARCHAR(120),
    concurrent VARCHAR(60),
    motif_perte VARCHAR(60),
    derniere_activite_le DATETIME,
    filiere CHAR(3) NOT NULL
);
CREATE TABLE activite (
    id INTEGER PRIMARY KEY,
    proprietaire_id INTEGER NOT NULL REFERENCES utilisateur (id),
    cree_par INTEGER NOT NULL REFERENCES utilisateur (id),
    cree_le DATETIME NOT NULL,
    modifie_le DATETIME NOT NULL,
    supprime BOOLEAN NOT NULL DEFAULT 0,
    type VARCHAR(20) NOT NULL,
    objet VARCHAR(120) NOT NULL,
    compte_rendu TEXT,
    societe_id INTEGER NOT NULL REFERENCES societe (id),
    contact_id INTEGER REFERENCES contact (id),
    affaire_id INTEGER REFERENCES affaire (id),
    realisee_le DATETIME NOT NULL
);
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    horodatage DATETIME NOT NULL,
    utilisateur_id INTEGER NOT NULL REFERENCES utilisateur (id),
    code VARCHAR(12) NOT NULL,
    objet CHAR(3),
    objet_id INTEGER,
    nb_lignes INTEGER,
    champs TEXT,
    client CHAR(3)
);
CREATE INDEX journal_horodatage ON journal (horodatage);
CREATE INDEX societe_modifie ON societe (modifie_le);
CREATE INDEX contact_modifie ON contact (modifie_le);
CREATE INDEX affaire_modifie ON affaire (modifie_le);
CREATE INDEX activite_modifie ON activite (modifie_le);
CREATE INDEX historique_horodatage ON affaire_historique (horodatage);
"""
