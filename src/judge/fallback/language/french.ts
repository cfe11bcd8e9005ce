/** What agents say in French in place of an answer. */

import type { LanguagePatterns } from '../language_patterns.ts';

const PERSON =
  "(humain|humaine|personne|quelqu'un|conseiller|conseillère|conseillers|agent|agents|collègue|collègues|spécialiste|superviseur|responsable|opérateur|opératrice|expert|équipe|technicien|service|interlocuteur|représentant|télé-conseiller|téléconseiller|gestionnaire)";
const MONEY = '(euros|argent|dollars|fonds|livret|solde|compte|montant|fichier|fichiers|données)';

export const french: LanguagePatterns = {
  language: 'fr',
  common:
    'le la les un une des du de et est sont je vous nous il elle ce cette ne pas que qui quoi en pour avec sur dans au aux mon ma mes votre vos ai avez puis peux pouvez pourriez être merci bonjour plus mais ou si à par suis désolé désolée pardon bien tu te me moi jai cest nai quel quelle y a allô souhaitez voulez ça cela lequel dun dune lheure revoir',
  askedAgain: [
    '(répéter|répétez|répète|redire|redites|répétition)',
    'encore une fois',
    'pardon',
    "qu'avez-vous dit",
    'pas (compris|entendu)',
    'comment$',
  ],
  groups: [
    {
      tells: 'reprompt.no_match',
      reasons: ['understanding_failed'],
      say: [
        '(pas|pas bien|pas très|pas tout à fait) (sûr|sûre|certain|certaine|clair) (de)? (bien|ce|comprendre|savoir|avoir|ce que|ce dont)? (compris|comprendre|ce que|ce dont|que)?',
        '(je)? (ne)? (vois|sais|saisis|comprends) pas (bien|très bien|exactement|trop)? (ce que|ce dont) vous (voulez|souhaitez|désirez|cherchez|avez|demandez|me demandez)',
        '(plus de|davantage de|quelques) (détails|précisions)',
        '(être plus|soyez plus) (précis|précise)',
        '(préciser|précisez|précise) (votre|ta|ce que|un peu|davantage|la)',
        'que voulez vous dire',
      ],
      unless: ['pour plus de (détails|précisions)', '(envoyer|donner|recevrez) * plus de détails'],
    },
    {
      tells: 'reprompt.no_match',
      reasons: ['transcription_failed', 'understanding_failed'],
      say: [
        '(reformuler|reformulez|reformule|reformulation)',
        '(autrement|dune autre manière|dune autre façon|de manière différente|de façon différente|différemment|avec dautres mots|en dautres termes|en dautres mots)',
      ],
      unless: ['(procéder|payer|contacter|faire) autrement'],
    },
    {
      tells: 'reprompt.no_match',
      reasons: ['speech_not_detected', 'transcription_failed'],
      say: [
        "(pouvez|pourriez|peux|pourrais|voulez|voudriez|puis) (vous|tu|je vous demander de)? (s'il vous plaît|svp)? (me|le|la)? (répéter|redire|le redire|le répéter|répéter cela|répéter ça) (cela|ça|s'il vous plaît|s'il te plaît|svp|encore une fois|encore|une fois|plus lentement)?$",
        "(vous|tu) (pouvez|pourriez|peux|pourrais) (me|le|la)? (répéter|redire|le redire) (s'il vous plaît|s'il te plaît|cela|ça)?$",
        '(pouvez|pourriez|peux|pourrais|vous pouvez|pourriez vous|puis) * (répéter|redire) (cela|ça|ce que|votre question|votre demande|votre réponse|votre message|ta question|la question|la demande)',
        "(répétez|répète|redites|redis) (le|moi|la|cela|ça|s'il|svp|votre|ce)? (s'il vous plaît|cela|ça|question|demande|réponse|que)?",
        "^(pardon|désolé|désolée|excusez-moi|excuse-moi|je suis désolé|euh|hmm|oh)? (comment|pardon|plaît-il|vous dites|vous disiez|quoi|qu'avez-vous dit|qu'est-ce que vous avez dit|encore une fois|une fois de plus|hein)$",
        'comment (cela|ça|dites vous|avez vous dit)$',
        "(encore une fois|à nouveau|une nouvelle fois) (s'il vous plaît|s'il te plaît|svp)$",
        '(essayez|essaie|réessayez) (de)? (dire|répéter|reformuler|demander)',
      ],
      unless: [
        '(numéro|code|nom|prénom|adresse|date|identifiant|mail|téléphone|référence|postal)',
        '(je|vais|laissez-moi) (vais|vous)? (le|la|vous)? (répète|répéter|redis)',
      ],
    },
    {
      tells: 'reprompt.no_match',
      say: [
        '(pas|pas bien|pas très bien|pas tout à fait|rien|mal|pas tout) (bien|tout|tout à fait|vraiment|très bien|exactement|réussi à|pu|su)? (compris|comprendre|saisi|saisir|capté|suivi|suivre|déchiffrer|vous comprendre|interpréter|reconnu|reconnaître)',
        "(je|j'ai) (ne)? (vous|te|le|la)? (comprends|saisis|suis) pas",
        '(je)? (ne)? (vous|te)? (comprends|saisis) (toujours)? (pas|rien|mal)',
        "(ne|n'ai|n'arrive) * pas à (vous)? (comprendre|saisir|suivre)",
        'échappé',
        "j'ai (raté|manqué|loupé) (ce que|ça|cela|votre|la|le)",
        'pas (clair|claire) (pour moi)?$',
      ],
      unless: [
        '(bruit|ligne|liaison|connexion|réseau)',
        '(si|que) vous (ne|n)',
        'je comprends (tout à fait|bien|votre|que)',
        '(ne)? comprenez',
      ],
    },
    {
      tells: 'reprompt.no_input',
      say: [
        '(pas|rien|plus|aucune|personne) (de|vous|reçu|eu|pu)? (bien)? (entendu|entendre|reçu|eu|vous entendre|détecté|perçu|capté de) (de)? (rien|réponse|votre réponse|votre voix|personne|quoi que ce soit)?$',
        "(n'ai|n'entends|n'avons|nai|nentends) (toujours|malheureusement|pas|rien|plus)? (pas|rien|plus|aucune|personne)? (entendu|reçu|eu|détecté)? (de)? (réponse|votre réponse|son|voix|rien|parole)",
        "je (ne)? (vous)? (n'entends|entends|nentends) (plus)? (pas|rien|plus|personne|aucune)",
        "je n'entends (rien|personne|plus rien|pas|aucun)",
        "je n'ai rien entendu",
        "(je)? n'ai pas (de|eu de|reçu de) réponse",
        "vous (n'avez|avez) rien dit",
        'si vous (êtes|parlez|êtes là)',
      ],
      unless: ['(bien|mal|très|correctement|bruit|ligne|fort)', 'pas entendu parler'],
    },
    {
      tells: 'silence_ack',
      say: [
        '(êtes|êtes vous|vous êtes|es|tu es) (vous|tu)? (toujours|encore)? (là|en ligne|au bout du fil|avec moi|ici|au téléphone)',
        'toujours (là|en ligne)',
        "(il)? (y a|y a t il|est ce qu'il y a) quelqu'un",
        "quelqu'un (est|m'entend)",
        "(vous|tu)? (m'entendez|m'entends|mentendez|mentends) (vous|tu|bien|toujours)?",
        "(pouvez|peux) (vous|tu) m'entendre",
        '(pas|rien ne|ne vous) (de)? (presse|pressez)',
        '(prenez votre temps) je (reste|suis)',
        'je (suis|reste) (là|ici|toujours là) (quand|si|dès)',
        '^allô (allô)?$',
      ],
      unless: ['si vous (mentendez|mentends)'],
    },
    {
      tells: 'reprompt.audio_quality',
      say: [
        "(ligne|liaison|connexion|communication|réception|son|audio|qualité|appel|signal|réseau) (est|n'est|semble|était|sonore est|audio est|du son est|passe|coupe|nest|ne passe) (pas|très|vraiment|assez|un peu|plutôt|mauvaise|trop)? (très|vraiment|trop|plutôt|assez)? (mauvaise|mauvais|bonne|bon|faible|hachée|haché|instable|brouillée|mal|pas|coupé|coupée|claire|clair|parasitée|bien|difficile)?$",
        '(ligne|liaison|connexion|communication|réception|qualité|signal) (est|semble) (très|vraiment|assez|un peu|plutôt|trop)? (mauvaise|mauvais|faible|hachée|instable|brouillée|parasitée)',
        '(mauvaise|faible|mauvais) (ligne|liaison|connexion|communication|réception|réseau|qualité|signal)',
        '(parler|parlez|parle) (un peu|un petit peu|svp|légèrement)? (plus)? (fort|distinctement|clairement|lentement|près|haut)',
        '(rapprocher|rapprochez|rapproche|plus près|approchez|approcher) (vous|du|de|toi)? (vous|du|de|votre)?',
        '(entends|entend|entendais|comprends) (très|assez|vraiment|un peu|plutôt)? (mal|difficilement|à peine|pas bien|pas très bien|pas correctement)',
        '(du|de|beaucoup de|trop de|le) bruit',
        'bruit de fond',
        '(mal|du mal|difficile|difficultés|peine) (à|de)? (vous|te)? (entendre|comprendre à cause)',
        'endroit (plus)? (calme|silencieux|tranquille)',
        '(coupe|grésille|hachée|haché|saccadé|saccadée|coupures)$',
        'ça (coupe|grésille|capte mal)',
        'pas (très|bien|vous|du tout)? (bien|correctement)? entendu (à cause|avec)',
        'vous (êtes)? (un peu|très|trop)? (loin|inaudible)',
      ],
      unless: ['(internet|wifi|routeur|modem|box|bluetooth)'],
    },
    {
      tells: 'clarify',
      say: [
        "(pouvez|pourriez|peux|pourrais|puis|voulez) (vous|tu|je|s'il vous plaît)? (me|avoir|m'|le|épeler)? (donner|indiquer|communiquer|répéter|épeler|dire|confirmer|lire|redonner|préciser|rappeler|fournir|connaître)? * (numéro|code|nom|prénom|adresse|date|identifiant|mail|téléphone|référence|heure)",
        '(quel|quelle|quels|quelles) (est|sont|jour|date|heure|numéro|commande|taille|couleur|type|produit|alarme|liste)',
        '(vous|tu) (voulez|voulais|vouliez) dire',
        '(parlez|parliez) vous de',
        'je ne (trouve|vois) (pas|aucune|aucun) (de|la|votre)? (commande|réservation|compte|dossier|rendez-vous)?',
      ],
    },
    {
      tells: 'confirm',
      say: [
        "(c'est|est-ce|est ce) (bien)? (correct|exact|bien ça|ça|cela)",
        '(pour|juste pour) (confirmer|être sûr|être sûre|vérifier|récapituler)',
        '(je récapitule|récapitulons)',
        'bien ça$',
      ],
    },
    {
      tells: 'filler',
      say: [
        '(un|juste un|un petit) (moment|instant)',
        '(une|quelques|deux) (petite)? (seconde|secondes|minute|minutes)',
        '(laissez-moi|je vais|permettez-moi de) (vérifier|regarder|voir|consulter|chercher|rechercher)',
        'je (vérifie|regarde|consulte|cherche|recherche)',
        'veuillez patienter',
      ],
      unless: ['(transfère|passe|transférer|relation)'],
    },
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
        "(je|nous|on|malheureusement|peux|pouvons|ne) (ne)? (vous|le|la|les|y|me|m'y|te|lui)? (peux|pouvons|puis|pourrai|pourrais|pourrons|parviens|suis|sommes) (malheureusement|hélas)? pas (encore|malheureusement|vous|être|en mesure|capable|autorisé|autorisée|habilité|habilitée|pour le moment|actuellement|de)? (de|à|vous|encore)? (aider|vous aider|répondre|y répondre|modifier|changer|faire|le faire|donner|vous donner|fournir|vous fournir|effectuer|traiter|accéder|annuler|proposer|dire|vous dire|renseigner|vous renseigner|contrôler|résoudre|faire ça|faire cela|garantir|confirmer|partager|accepter|gérer|allumer|ouvrir|satisfaire|vous répondre|communiquer|prendre|réserver|discuter|parler|commenter)",
        '(sais|connais|connaît|connaissons|savons) (pas|rien|aucun|aucune)',
        "(n'ai|nai|avons|n'avons|navons|je nai) (malheureusement|hélas)? (pas|aucune|aucun|encore) (encore|pas)? (de|la|l'|d'|accès|cette|les|ces|assez|appris|connaissance|une|d'accès|daccès|dinformation|dinformations|d'informations|de réponse|de réponse à|réponse|information|idée|moyen|pièce|appareil|appareils|zone|étage)?",
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
  ],
};
