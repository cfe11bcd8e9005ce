/** What agents say in French when they refuse, fail, hand over or end a call: the rest of french.ts. */

import type { PhraseGroup } from '../language_patterns.ts';

const PERSON =
  "(humain|humaine|personne|quelqu'un|conseiller|conseillère|conseillers|agent|agents|collègue|collègues|spécialiste|superviseur|responsable|opérateur|opératrice|expert|équipe|technicien|service|interlocuteur|représentant|télé-conseiller|téléconseiller|gestionnaire)";
const MONEY = '(euros|argent|dollars|fonds|livret|solde|compte|montant|fichier|fichiers|données)';

export const frenchRefusals: readonly PhraseGroup[] = [
  {
    tells: 'out_of_scope',
    say: [
      '(en dehors|hors|au-delà) (de|du|des) (mon|mes|ce|notre|nos|cadre|ma|mon domaine)',
      "(je|nous) (ne|n')? (peux|pouvons|suis|traite|traitons|réponds) (vous)? (aider|répondre|traiter|renseigner)? (là|ici)? (que|qu'|uniquement|seulement|quaux|quà|quavec|que pour)",
      'ne (peux|pouvons|suis|traite|réponds) * (que|quaux|quà|quau|quavec|quen|uniquement|seulement)',
      '(peux|pouvons|suis là|suis) * (uniquement|seulement|exclusivement) * (pour|sur|avec|aider|répondre)?',
      '(ne|n)? (relève|fait|font|concerne) pas (partie|de|mes|mon|notre|nos|du)',
      'pas (de)? mon (ressort|domaine)',
      'rien à voir avec',
      '(proposons|vendons|traitons|gérons|offrons) pas',
    ],
    unless: ['en dehors (de|des) (nos|heures) (horaires|heures)?'],
  },
  {
    tells: 'cannot_do',
    reasons: ['complex_query'],
    say: [
      "(quelqu'un|personne|collègue) qui (sait|connaît|en sait|maîtrise)",
      '(trop|un peu) (complexe|compliqué|compliquée)',
      'en sait plus',
    ],
  },
  {
    tells: 'cannot_do',
    reasons: ['sensitive_topic'],
    say: [
      '(professionnel|professionnels|spécialiste) (qualifié|qualifiés|de santé|compétent|du droit)',
      '(conseils|conseil|avis) (juridique|juridiques|médical|médicaux|financier|financiers)',
      '(consulter|consultez|parler à|adressez vous à) (un|votre) (médecin|avocat|professionnel|notaire)',
    ],
  },
  {
    tells: 'cannot_do',
    reasons: ['default'],
    say: [
      "(en train d'apprendre|j'apprends encore|encore appris)",
      "(il n'y a|n'existe|il n'existe) (pas|aucun|aucune) (de)? (pièce|appareil|zone|étage|liste|compte)",
      "(m'est|est|m'est malheureusement) impossible",
      'impossible pour moi',
      'trouve pas (de|la)? réponse',
      '(pas|pas encore) (sûr|sûre|certain|certaine) (de pouvoir|de savoir|de la réponse|comment)?$',
      'aucune (pièce|zone|liste|idée)',
      'aucun (appareil|étage)',

      "(je|nous|on|malheureusement|peux|pouvons|ne) (ne)? (vous|le|la|les|y|me|m'y|te|lui)? (peux|pouvons|puis|pourrai|pourrais|pourrons|parviens|suis|sommes) (malheureusement|hélas)? pas (encore|malheureusement|vous|être|en mesure|capable|autorisé|autorisée|habilité|habilitée|pour le moment|actuellement|de)? (de|à|vous|encore)? (aider|vous aider|répondre|y répondre|modifier|changer|faire|le faire|donner|vous donner|fournir|vous fournir|effectuer|traiter|accéder|annuler|proposer|dire|vous dire|renseigner|vous renseigner|contrôler|résoudre|faire ça|faire cela|garantir|confirmer|partager|accepter|gérer|allumer|ouvrir|satisfaire|vous répondre|communiquer|prendre|réserver|discuter|parler|commenter)",
      '(sais|connais|connaît|connaissons|savons) (pas|rien|aucun|aucune)',
      "(n'ai|avons|n'avons) (malheureusement|hélas)? (pas|aucune|aucun) (encore)? (de|la|cette|les|ces|assez d'|une|l')? (réponse|réponses|accès|d'accès|d'information|d'informations|information|informations|l'information|l'accès|connaissance|données|idée|moyen|pièce|zone|étage|appareil)",
      "(n'ai|avons) pas (encore)? appris",
      "(n'est|ce n'est|nest|cela nest) (malheureusement)? pas (possible|prévu|pris en charge|autorisé|permis|disponible dans|quelque chose que)",
      'pas (en mesure|capable|autorisé|autorisée|habilité|habilitée|au courant|informé)',
      '(ne)? (prend|prends|supporte|gère) pas (en charge|en compte)?',
      'impossible de (vous|répondre|faire|modifier|satisfaire|changer)',
      'aucune idée',
    ],
    unless: [
      'pas (bien|très bien|encore|tout|rien)? (entendu|compris|entendre|comprendre|saisi|eu de réponse|reçu|vous entendre|vous comprendre)',
      'si vous (ne)?',
      'ne (sais|vois) pas (ce que|bien ce que) vous',
      '(vous|tu) (ne)? (savez|connaissez|pouvez|sais) pas',
      "pas d'(inquiétude|problème|souci)",
      'pas de (réponse|problème|souci|son|voix)$',
      'pas (dinquiétude|dattente)',
      'rien entendu',
    ],
  },
  {
    tells: 'technical_error',
    reasons: ['connection_lost'],
    say: [
      '(avons|a|été|sommes) (été)? (coupés|coupé|interrompus|déconnectés|déconnecté|coupées)',
      '(connexion|communication|appel|ligne) (a été|a|est) (été)? (coupée|interrompue|perdue|coupé|interrompu)',
      '(suis) de retour',
    ],
  },
  {
    tells: 'technical_error',
    reasons: ['timeout'],
    say: [
      '(je)? (réessaie|retente|réessaye|vais réessayer|essaie encore|essaie à nouveau)',
      '(prend|met) (un peu)? plus (de)? (temps|longtemps)',
      'ne répond pas',
    ],
    unless: ['(livraison|client|numéro)'],
  },
  {
    tells: 'technical_error',
    say: [
      '(problème|problèmes|erreur|difficulté|difficultés|souci|incident|panne|dysfonctionnement) (technique|techniques|informatique|informatiques|interne|système|inattendue|serveur|de connexion|de notre côté|de mon côté)',
      "(une|un) (erreur|problème|incident|dysfonctionnement) (inattendue|est|s'est|sest|interne|technique|système|inconnue|lors|a été|pendant|a)? (survenue|survenu|produite|produit|lors|rencontré|rencontrée|empêche)?",
      "(quelque chose) (s'est|sest|a|ne) (mal|pas)? (passé|fonctionné|mal passé|mal tourné|planté|fonctionne|mal)",
      "(système|serveur|service|application|outil|plateforme|base) (est|ne|semble|n'est|rencontre|nest|a) (actuellement|momentanément|temporairement|pas|être|en|plus)? (indisponible|en panne|fonctionne|répond|panne|hors|lent|inaccessible|planté|disponible|accessible|bloqué|pas)",
      '(rencontrons|rencontre|avons|ai) (actuellement|malheureusement|en ce moment)? (un|une|des|quelques|eu un|eu une) (petit|petite)? (problème|problèmes|difficulté|difficultés|souci|soucis|incident|panne|erreur)',
      '(impossible|pas|arrive pas|parviens pas) (de|à|pu)? (me|se)? (connecter|accéder|joindre|contacter) (au|à|le|la) (système|serveur|service|base|notre)?',
      '(réessayer|réessayez|réessaie|essayer|essayez) (à nouveau)? (plus tard|ultérieurement|dans quelques|dans un)',
      '(réessayer|réessayez|réessaie|rappeler) (plus tard|ultérieurement|dans quelques|dans un)',
    ],
    unless: [
      "(désolé|désolée|navré|navrée) (d'apprendre|que|dapprendre|pour)",
      '(quel|votre|ce|le|du|ton|pour) (type de)? (problème|souci|erreur) (avec|exactement|rencontrez)?',
      '(vous) (avez|rencontrez|avez eu) (un|une|des)',
      "s'agit il d'un",
    ],
  },
  {
    tells: 'handover.offered',
    say: [
      `(souhaitez|voulez|désirez|préférez|préférez-vous|aimeriez|souhaites|veux|préfères|puis|peux|si vous le souhaitez|si vous voulez|voudriez) * (parler|transfère|mette|passe|transférer|mettre|passer|discuter|échanger|être mis|être transféré|oriente|redirige|connecte) * ${PERSON}`,
      '(souhaitez|voulez|désirez|préférez|aimeriez|puis|si vous le souhaitez|si vous voulez) (vous|je)? * (vous)? (transfère|mette en|passe|transférer|mettre en) (à|un|une|en|au|relation|contact)?',
      'je peux vous (transférer|mettre en|passer|rediriger|orienter)',
    ],
    unless: [MONEY, '(ne|pas)  ', 'commande (à|pour)', '(livret|virement)'],
  },
  {
    tells: 'handover.done',
    say: [
      "(je|nous|on|vais|vous) (vous|te)? (mets|met|mettons|passe|passons|transfère|transférons|transfert|redirige|redirigeons|oriente|dirige|connecte|bascule|mettre|passer|transférer|rediriger|orienter) (tout de suite|maintenant|immédiatement|donc|directement|à présent)? (en relation|en contact|en communication|à|un|une|vers|au|avec|le|la|mon|notre|l'un|lun|dès|tout)",
      '(je|nous) (vous|te) (transfère|transférons|redirige|bascule|mets en relation|mets en contact)',
      '(transfère|transférons|transférer|redirige|bascule|transfert de) (maintenant|donc)? (votre|ton|cet|l)? (appel|lappel)',
      `(un|une|l'un|lun) (de nos|de mes|des)? ${PERSON} (va|vous|prendra|prend) (vous)? (prendre|répondre|répondra|rejoindre|prend|aidera|le relais|reprendre)`,
      '(votre|lappel|cet) (appel)? (est|va être|sera) (en cours de)? (transféré|transfert|redirigé)',
      'en (cours de)? transfert',
    ],
    unless: [
      MONEY,
      '(souhaitez|voulez|désirez|préférez|aimeriez) vous',
      '(puis|si vous|avant de) ',
      '(ne peux|pouvons) pas',
      'je peux vous',
      '(wifi|internet|bluetooth|réseau)',
      'passe (commande|un ordre|la commande)',
    ],
  },
  {
    tells: 'hangup.polite',
    say: [
      "(je|nous|vais|dois|allons) (vais|dois|devoir|allons)? (devoir)? (mettre fin|mets fin|terminer|termine|raccrocher|raccroche|clôturer|couper|interrompre|conclure|mettons fin) (à|maintenant|l'|cet|cette|la|lappel|notre|donc)? (lappel|appel|conversation|communication|maintenant|ici)?",
      "(l'appel|lappel|conversation|communication) (va|sera|est) (être)? (terminé|terminée|coupé|coupée|prendre fin|interrompu)",
    ],
    unless: [
      '(ne raccrochez|raccrochez) pas',
      '(avant|quand) ',
      '(terminer|termine) (votre|la|cette) (commande|réservation|inscription)',
    ],
  },
  {
    tells: 'goodbye',
    within: 48,
    say: [
      '(au revoir|à bientôt|à plus tard|adieu)',
      'bonne (journée|soirée|continuation|fin|après-midi|nuit)',
      '(passez|bon) (une|un)? (bonne|excellente|week-end|après-midi) ',
    ],
  },
  {
    tells: 'more',
    within: 48,
    say: ["(autre chose|d'autre|dautre|autres questions|autre question)", 'encore vous aider'],
  },
];
