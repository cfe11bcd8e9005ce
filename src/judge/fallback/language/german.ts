/** What agents say in German in place of an answer. */

import type { LanguagePatterns } from '../language_patterns.ts';
import { germanRefusals } from './german_refusals.ts';

export const german: LanguagePatterns = {
  language: 'de',
  common:
    'der die das und ist sind ich sie mir mich ihnen ihr ihre ihren ihrem es ein eine einen einem einer nicht zu mit für auf von im in dem den was wie kann können könnten habe haben hat wird werden bitte danke leider noch einmal bei an auch oder so wir uns mein meine dass dann gerne gern tut leid da am um aus nur hallo entschuldigung wenn mal kein keine kenne weiß wurde ja schon gibt du dir dich hier über',
  small: 'ja nein nee jo okay ok danke bitte mm hm mhm genau gut richtig stimmt schön vielen dank hallo',
  askedAgain: [
    '(wiederholen|wiederhole|wiederholst)',
    'noch (einmal|mal)',
    'nochmal',
    'wie bitte',
    'was (haben sie|hast du) gesagt',
    'nicht (verstanden|gehört)',
  ],
  groups: [
    {
      tells: 'reprompt.no_match',
      reasons: ['understanding_failed'],
      say: [
        'nicht (ganz|so|genau|völlig|wirklich)? (sicher|klar) (was|welches|womit|worum|ob ich|wobei) (sie|du|ich|genau|ihr)?',
        '(was|womit) (genau)? (meinen|meinst|möchten|brauchen|benötigen|wollen) (sie|du) (genau|damit)',
        '(etwas|bisschen|noch|ein wenig)? (genauer|präziser|konkreter) (sagen|beschreiben|erklären|erläutern|sein|ausdrücken)',
        'mehr (details|einzelheiten|informationen) (nennen|geben|sagen|dazu)',
        'weiß (leider)? nicht (genau|ganz)? was (sie|du)',
      ],
    },
    {
      tells: 'reprompt.no_match',
      reasons: ['transcription_failed', 'understanding_failed'],
      say: [
        '(anders|neu) (formulieren|ausdrücken|sagen|fragen|formuliert|beschreiben)',
        '(umformulieren|umzuformulieren|umformuliere)',
        'in anderen worten',
        'mit anderen worten (sagen|fragen|beschreiben)',
        'auf (eine)? andere (weise|art)',
        '(formulieren|formuliere) (sie|es|das|bitte)',
      ],
    },
    {
      tells: 'reprompt.no_match',
      reasons: ['speech_not_detected', 'transcription_failed'],
      say: [
        '(können|könnten|würden|kannst|könntest|würdest|mögen) (sie|du) (das|es|mir das|dies|ihre frage|deine frage|ihre antwort|ihre anfrage|ihr anliegen|mir ihr anliegen|sich)? (bitte)? (noch|noch einmal|nochmal|noch mal|nochmals|bitte|bitte noch einmal|bitte nochmal)? (bitte)? (wiederholen|sagen)$',
        '(wiederholen|wiederhole) (sie|das|es|bitte|du) ',
        '^(bitte)? (wiederholen|wiederhole)',
        '(sagen|sage|sag) (sie|du)? (das|es|mir das)? (bitte)? (noch einmal|nochmal|noch mal|nochmals)',
        '^(entschuldigung|entschuldigen sie|verzeihung|sorry|pardon|oh|äh|hm)? (wie bitte|wie war das|was sagten sie|was haben sie gesagt|noch einmal bitte|nochmal bitte|bitte noch einmal|bitte nochmal|bitte wiederholen|wie meinen)$',
        'versuchen sie es (bitte)? (noch einmal|nochmal|erneut) (anders|mit anderen)',
        '(es|das) (bitte)? (noch einmal|nochmal|nochmals) (sagen|wiederholen)',
      ],
      unless: [
        '(nummer|kundennummer|bestellnummer|name|namen|adresse|geburtsdatum|postleitzahl|datum|code|iban|telefonnummer|auftragsnummer|rufnummer)',
        '(ich|wir) (wiederhole|wiederholen) ',
      ],
    },
    {
      tells: 'reprompt.no_match',
      say: [
        '(ergibt|macht) (für mich)? (leider)? (keinen|wenig) sinn',

        '(nicht|nichts|nicht ganz|nicht richtig|kaum|schlecht) (ganz|richtig|genau|gut|so ganz|wirklich|vollständig|korrekt)? (verstanden|verstehen|mitbekommen|mitgekriegt|begriffen|erfasst|erkannt|erkennen|kapiert|folgen)',
        '(verstehe|begreife|verstand|kapiere) (das|sie|dich|es|die frage|ihre frage|deine frage|leider|den|ihr)? (leider|jetzt|gerade)? nicht',
        '(verstehe|verstand) (das|sie|dich|es|leider)? (nicht|kein|nur bahnhof)',
        '(habe|hab) (ich)? (leider|sie|dich|das|ihre frage|deine frage|es)? (leider|akustisch|jetzt|gerade)? (nicht|akustisch nicht) (ganz|richtig|genau|so)? verstanden',
        'nicht sicher (ob)? (ich|was|dass ich) * (verstanden|verstehe|meinen|meinst)',
        '(komme|kam) (da|gerade|jetzt)? nicht (ganz)? mit',
        'habe (ich)? (das|sie|es)? (leider)? (verpasst|überhört)',
      ],
      unless: [
        '(hintergrund|verbindung|leitung|laut|rauschen|lärm)',
        '(wenn|falls) sie',
        'verstehe (ich)? (gut|natürlich)',
        'kann (gut)? verstehen',
      ],
    },
    {
      tells: 'reprompt.no_input',
      say: [
        '(habe|hab|konnte|kann|höre|hörte) (ich)? (leider|sie|dich|von ihnen|im moment|gerade|momentan|derzeit)? (leider|gerade|noch)? (nichts|niemanden|keine antwort|nicht|keine eingabe|keinen ton) (von ihnen|von dir|mehr|gehört|hören|erhalten|bekommen|empfangen)?$',
        '(nichts|niemanden|keine antwort|keine eingabe|keine reaktion) (von ihnen|von dir|mehr)? (gehört|höre|hören|erhalten|bekommen|empfangen|erkannt|verstanden)',
        '(höre|hörte) (ich)? (leider|von ihnen|gerade|im moment)? (leider|gerade)? (nichts|niemanden)',
        '(sie|du) (haben|hast) (noch|leider)? nichts gesagt',
        '(falls|wenn) (sie|du) (noch)? (da|dran|sprechen|sprichst)',
        '(kann|höre) (sie|dich) (leider|gerade|im moment|nicht mehr)? nicht (mehr)? (hören)?$',
      ],
      unless: [
        '(gut|schlecht|richtig|verbindung|hintergrund|laut|kaum)',
        '(kann|konnte|habe|hab) (ich)? (leider|das|dazu|da)? nicht$',
        '(kann|konnte|habe|hab) (ich)? (leider|dazu|da)? nichts$',
      ],
    },
    {
      tells: 'silence_ack',
      say: [
        '(sind|bist) (sie|du) (noch|da|noch da|noch dran)',
        '(sind|bist) (sie|du) (noch)? (da|dran|am apparat|in der leitung|bei mir|am telefon)',
        '(ist|hört) (da|dort)? (noch)? jemand (da|dran|zu|in der leitung)?',
        '(können|könnt|kannst) (sie|du|ihr) mich (noch)? (hören|verstehen)',
        '(hören|hörst) (sie|du) mich',
        'keine eile',
        '(ich)? bin (noch)? (hier|da) (wenn|sobald|falls)',
        '^hallo hallo',
      ],
    },
    {
      tells: 'reprompt.audio_quality',
      say: [
        '(verbindung|leitung|tonqualität|qualität|empfang|ton|audio|telefonverbindung) (ist|scheint|klingt|war|ist leider|ist gerade|bricht) (leider|gerade|sehr|ziemlich|etwas|momentan|nicht|so|zu sein|recht|im moment)? (sehr|ziemlich|besonders|so|recht|etwas|zu|ab)? (schlecht|gestört|schwach|verrauscht|instabil|gut|leise|undeutlich|abgehackt|unterbrochen|weg)?$',
        '(schlechte|gestörte|schwache|schlechten|instabile) (verbindung|leitung|tonqualität|qualität|empfang)',
        '(verbindung|leitung) (ist|war) (leider|gerade|sehr|ziemlich)? (sehr|ziemlich)? schlecht',
        '(lauter|deutlicher|langsamer) (sprechen|reden|sagen|wiederholen)',
        '(sprechen|sprich|reden) (sie)? (bitte)? (etwas|ein wenig|ein bisschen|bitte)? (lauter|deutlicher|langsamer|näher)',
        '(näher) (an|ans|am|zum) ',
        '(kaum|schlecht|schwer|nur schwer|sehr schlecht|nicht gut|nicht richtig|nicht so gut|nicht deutlich|undeutlich|sehr leise|ganz leise|abgehackt) (zu)? (hören|verstehen|höre|verstehe|verständlich|verstanden)',
        '(höre|verstehe) (ich)? (sie|dich) (leider|nur|gerade)? (nur)? (sehr|kaum|schlecht|ganz|schwer|nicht gut|nicht so|nicht richtig)',
        'ich (verstehe|höre) (sie|dich) (leider|akustisch)? (kaum|schlecht|sehr schlecht|nur schlecht|sehr leise)',
        '(hintergrundgeräusche|hintergrundgeräuschen|störgeräusche|hintergrundlärm|nebengeräusche|rauschen|lärm)',
        '(im hintergrund|um sie herum|bei ihnen) (ist|gibt|sehr|ziemlich|zu)? (es)? (sehr|ziemlich|viel|zu|etwas)? (laut|lärm)',
        '(es|hintergrund|ihnen) (ist|sehr)? (sehr|ziemlich|zu|recht) laut',
        '(akustisch) (nicht|kaum|schlecht|leider)',
        '(ruhigeren|ruhigere|leiseren|ruhigen) (ort|umgebung|platz)',
        'bricht (immer wieder|ständig|gerade)? ab',
      ],
      unless: ['(internet|wlan|router|modem|bluetooth)'],
    },
    {
      tells: 'clarify',
      say: [
        '(können|könnten|würden|kannst|könntest) (sie|du) (mir|bitte)? * (nummer|kundennummer|bestellnummer|name|namen|adresse|geburtsdatum|postleitzahl|datum|code|iban|telefonnummer)',
        '(wie|was) (lautet|ist|war) (ihre|ihr|deine|die|der|das)',
        '(welche|welchen|welcher|welches) (tag|termin|bestellung|nummer|farbe|größe|uhrzeit|artikel|produkt|gerät|raum|bereich)?',
        '(meinen|meinst|meinten) (sie|du)',
        '(finde|sehe) (ich)? (leider)? (keine|keinen|kein) (bestellung|buchung|termin|konto|auftrag|kunden|reservierung)',
      ],
    },
    {
      tells: 'confirm',
      say: [
        '(ist|stimmt|war) (das|dies) (so)? (richtig|korrekt|so|in ordnung)?$',
        '(nur)? (zur|um) (bestätigung|sicherheit|zu bestätigen|sicherzugehen|sicher zu gehen)',
        '(habe|hab) (ich)? (das|sie) richtig verstanden',
        '(ich)? fasse (kurz)? zusammen',
      ],
    },
    {
      tells: 'filler',
      say: [
        '(einen|ein|nur einen|kleinen) (kleinen|kurzen)? (moment|augenblick|sekunde)',
        '(ich)? (schaue|sehe|prüfe|suche|gucke|überprüfe) (das|kurz|mal|gleich|gerade|für sie|einmal)? (das|kurz|mal|gleich|einmal|eben)? (nach|kurz|für sie)?',
        'lassen sie mich (kurz|mal|das)? (nachsehen|nachschauen|prüfen|schauen)',
        'moment bitte',
      ],
      unless: ['(verbinde|weiterleite|durchstelle|stelle|leite)'],
    },
    ...germanRefusals,
  ],
};
