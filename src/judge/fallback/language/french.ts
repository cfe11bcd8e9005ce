/** What agents say in French in place of an answer. */

import type { LanguagePatterns } from '../language_patterns.ts';
import { frenchRefusals } from './french_refusals.ts';

export const french: LanguagePatterns = {
  language: 'fr',
  common:
    'le la les un une des du de et est sont je vous nous il elle ce cette ne pas que qui quoi en pour avec sur dans au aux mon ma mes votre vos ai avez puis peux pouvez pourriez être merci bonjour plus mais ou si à par suis désolé désolée pardon bien tu te me moi jai cest nai quel quelle y a allô souhaitez voulez ça cela lequel dun dune lheure revoir',
  small: 'oui non ouais daccord okay ok merci bien voilà mm hm sil vous plaît exactement allô',
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
        "(répétez|redites) (le|moi|la|cela|ça|s'il|svp|votre|ce)?",
        "(répète|redis) (le|moi|la|cela|ça|s'il|ta|ce) ",
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
        '(veut|veulent) rien dire (pour moi)?',
        "(n'a|a) (pas|aucun) (de)? sens (pour moi)?",

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
    ...frenchRefusals,
  ],
};
