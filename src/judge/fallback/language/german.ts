/** What agents say in German in place of an answer. */

import type { LanguagePatterns } from '../language_patterns.ts';

const PERSON =
  '(mensch|menschen|person|mitarbeiter|mitarbeiterin|mitarbeitern|kollege|kollegen|kollegin|kolleginnen|berater|beraterin|spezialisten|spezialist|experten|experte|vorgesetzten|agenten|agent|jemand|jemandem|team|abteilung|kundenservice|kundenberater|kundenbetreuer|support|fachabteilung|ansprechpartner|zentrale|sachbearbeiter|techniker)';
const MONEY = '(euro|geld|betrag|konto|sparkonto|guthaben|dollar|datei|dateien|daten)';

export const german: LanguagePatterns = {
  language: 'de',
  common:
    'der die das und ist sind ich sie mir mich ihnen ihr ihre ihren ihrem es ein eine einen einem einer nicht zu mit für auf von im in dem den was wie kann können könnten habe haben hat wird werden bitte danke leider noch einmal bei an auch oder so wir uns mein meine dass dann gerne gern tut leid da am um aus nur hallo entschuldigung wenn mal kein keine kenne weiß wurde ja schon gibt du dir dich hier über',
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
        '(wiederholen|wiederhole) (sie|du)? (das|es|ihre frage|ihre antwort|ihr anliegen|deine frage|ihre anfrage|sich)? (bitte|nochmal|noch einmal)?',
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
    {
      tells: 'out_of_scope',
      say: [
        '(außerhalb|jenseits) (meiner|meines|unserer|unseres|dessen|der|von)',
        '(nur|ausschließlich|lediglich) (bei|mit|für|zu|auf|fragen) (fragen|themen|anfragen|anliegen|informationen|auskünfte|ihrer|ihrem|der|dem|ihre)?  * (helfen|beantworten|unterstützen|weiterhelfen|zuständig|geben|antworten)',
        '(kann|können) (ich|wir|ihnen|dir)? (leider|hier)? (nur|ausschließlich|lediglich) ',
        '(kann|helfe|beantworte) (ich|ihnen)? (hier|ihnen)? (nur|ausschließlich)',
        '(nicht|leider nicht) (dafür|dafür)? zuständig',
        'dafür bin ich (leider)? nicht',
        '(gehört|fällt) (leider)? nicht (zu|in) (meinen|meinem|unseren|meine|unserem|meinen)',
        '(nichts|nicht) (mit)? * zu tun',
        '(bieten|verkaufen|führen|machen) wir (leider|hier)? (nicht|keine)',
      ],
      unless: [
        'außerhalb (der|unserer) (öffnungszeiten|geschäftszeiten|bürozeiten|servicezeiten|sprechzeiten)',
      ],
    },
    {
      tells: 'cannot_do',
      reasons: ['complex_query'],
      say: [
        '(jemand|jemanden|person|kollegen|kollege|spezialisten) (der|die) (mehr|sich|das|besser)',
        '(zu|recht) (komplex|kompliziert)',
        'mehr weiß als ich',
        'übersteigt (mein|meine)',
      ],
    },
    {
      tells: 'cannot_do',
      reasons: ['sensitive_topic'],
      say: [
        '(qualifizierten|qualifizierte|qualifizierter|fachkundigen) (fachmann|fachperson|fachkraft|experten|person|ansprechpartner|fachleuten)',
        '(rechtsberatung|rechtliche beratung|medizinischen rat|medizinische beratung|rechtsauskunft|anlageberatung|finanzberatung|rechtlichen rat|medizinischen auskünfte)',
        '(wenden|sprechen) sie (sich)? (bitte)? (an|mit) (einen|einem|ihren|ihrem) (arzt|anwalt|rechtsanwalt|steuerberater|therapeuten)',
      ],
    },
    {
      tells: 'cannot_do',
      reasons: ['default'],
      say: [
        '(kann|können|könnte|darf|dürfen) (ich|wir)? (ihnen|dir|das|dies|es|da|dabei|damit|hier|dazu|leider|ihre|diese|diesen|auf|ihr|darauf|hierzu|diese frage|im moment|momentan|keine|keinen|kein|den|die)? (ihnen|dir|das|dabei|damit|leider|dazu|hier|frage|derzeit)? * (nicht|keine|keinen|kein|nichts) (weiter|machen|tun|sagen|beantworten|helfen|weiterhelfen|ändern|erledigen|durchführen|geben|anbieten|dienen|antworten|bearbeiten|stornieren|vornehmen|unterstützen|auskunft|steuern|ausführen|finden|zusagen|einsehen|zugreifen|antwort|möglich|genau)',
        '(kann|können|darf) (ich|wir) (leider)? (ihnen|das|dabei|damit|da|dazu|hier|hierzu)? (leider|dabei|damit|da|auch)? (nicht|nichts)( weiter)? (helfen|weiterhelfen|tun|machen|sagen|beantworten|ändern|unterstützen|dienen|erledigen|anbieten)',
        '(weiß|kenne) (ich|das|es|darüber|leider|davon|dazu|darauf|die antwort)? (ich|leider|darüber|dazu|auch)? (leider|auch|selbst)? (nicht|nichts|keine|keinen|kein)',
        '(habe|haben|hab) (ich|wir)? (leider|dazu|darauf|dafür|hierzu|darüber|da)? (leider|im moment|derzeit)? (keine|keinen|kein) (antwort|information|informationen|zugriff|ahnung|auskunft|daten|möglichkeit|berechtigung|angaben|kenntnis|kenntnisse|lösung|gerät|geräte)',
        '(nicht|leider nicht) (möglich|berechtigt|befugt|bekannt|in der lage|unterstützt|erlaubt|gestattet|verfügbar für)',
        'ist mir (leider)? (nicht|unbekannt)',
        '(unterstützt|unterstütze|unterstützen) (ich|das|dies|diese|leider)? (leider)? (nicht|kein|keine)',
        'keine ahnung',
        'nicht (gelernt|beigebracht)',
        '(da|dabei|hierbei) (kann|muss) ich (leider)? passen',
      ],
      unless: [
        'nicht (hören|verstehen|verstanden|gehört|folgen)',
        '(wenn|falls|ob) (sie|du)',
        'nichts (hören|gehört|verstehen)',
        '(können|kennen|wissen) sie (nicht)?',
        'weiß (ich)? nicht was (sie|du) (meinen|möchten|wollen)',
      ],
    },
    {
      tells: 'technical_error',
      reasons: ['connection_lost'],
      say: [
        '(unterbrochen|getrennt|abgebrochen) (worden|wurden)?$',
        '(verbindung|gespräch|anruf) (ist|wurde|war) (kurz|leider)? (unterbrochen|getrennt|abgebrochen|weg|abgerissen)',
        '(bin|wieder) (jetzt)? wieder da',
      ],
    },
    {
      tells: 'technical_error',
      reasons: ['timeout'],
      say: [
        '(ich)? (versuche|probiere) (ich)? (es|das) (noch einmal|nochmal|erneut|gleich)',
        '(dauert|dauerte) (leider|gerade|etwas)? (länger|zu lange)',
        '(antwortet|reagiert) (leider|gerade|derzeit|momentan)? nicht',
      ],
      unless: ['(lieferung|versand|zustellung|reparatur|kunde)'],
    },
    {
      tells: 'technical_error',
      say: [
        '(technisches|technische|technischen|technischer) (problem|probleme|problemen|fehler|störung|störungen|schwierigkeiten|gründen|panne)',
        '(ist|gab|gibt|trat|kam|hat) (ein|einen|leider|gerade|es|uns|bei uns)? (leider|gerade|ein|einen|zu einem)? (unerwarteter|unerwarteten|interner|internen|kleiner)? (fehler|problem|störung) (aufgetreten|auf|gegeben|passiert|unterlaufen|bei der|beim|im system|mit unserem|mit dem)?',
        '(etwas|was) (ist)? (bei uns|gerade|leider|da)? (gerade|leider)? (schief|schiefgelaufen|schiefgegangen|nicht geklappt|schief gelaufen|schief gegangen|falsch gelaufen)',
        '(unerwarteter|interner|unbekannter|technischer) fehler',
        'fehler (ist)? (aufgetreten|beim|bei der)',
        '(system|systeme|server|dienst|service|datenbank|buchungssystem|anwendung) (ist|sind|hat|funktioniert|antwortet|reagiert|läuft|steht) (leider|gerade|derzeit|momentan|im moment|zurzeit|aktuell)? (nicht|ausgefallen|gestört|überlastet|offline|langsam|probleme|störung|abgestürzt|leider nicht|down)',
        '(kann|konnte) (ich)? (gerade|leider|derzeit|momentan|im moment)? (den|das|die|nicht|auf das|keine verbindung|zum) * (server|system|dienst|datenbank|kalender|verbindung zu|verbindung zum) * (erreichen|zugreifen|herstellen|verbinden|aufbauen)?',
        '(versuchen|probieren|versuche) (sie|du)? es (bitte)? (später|in ein paar|in einigen|in wenigen|zu einem späteren)',
        '(später|in ein paar minuten|in einigen minuten) (noch einmal|nochmal|erneut)',
      ],
      unless: [
        'tut mir (sehr|wirklich)? leid dass (sie|ihr|ihre)',
        '(ihr|ihrem|ihre|dein|welches|welchen|das) (problem|fehler)',
        'was ist (das|ihr)? problem',
      ],
    },
    {
      tells: 'handover.offered',
      say: [
        `(möchten|möchtest|wollen|willst|wünschen|würden|soll|sollen|darf|kann|können|könnte|hätten) (sie|ich|du|wir) * ${PERSON} * (sprechen|verbinden|verbunden|durchstellen|weiterleiten|weiterverbinden|reden|verbunden werden|gesprochen|holen)`,
        '(soll|darf|kann|sollen) (ich|wir) (sie|dich|ihren anruf) * (verbinden|durchstellen|weiterleiten|weiterverbinden|übergeben)',
        `(möchten|wollen|würden) sie (gerne|gern|lieber|vielleicht)? * (sprechen|verbunden|reden|verbunden werden)`,
        `wenn (sie|du) (möchten|möchtest|wollen|willst|wünschen) (kann|verbinde|stelle|leite) ich (sie|dich)`,
        'dass ich sie (verbinde|weiterleite|durchstelle|weiterverbinde)',
      ],
      unless: [MONEY, '(worüber|über was) '],
    },
    {
      tells: 'handover.done',
      say: [
        `(ich|wir) (verbinde|stelle|leite|übergebe|gebe|reiche|verbinden|stellen|leiten|werde|würde) (sie|dich|ihren anruf|das gespräch|den anruf|ihr gespräch|ihr anliegen|nun|jetzt) * (durch|weiter|mit|an|verbinden|weiterleiten|durchstellen|übergeben|weiterverbinden)`,
        `(verbinde|stelle|leite|übergebe) (ich)? (sie|dich|ihren anruf) * (durch|weiter|mit|an|verbunden)?`,
        '(sie|ihr anruf|du) (werden|wird|wirst) (nun|jetzt|gleich|sofort|in kürze)? * (verbunden|weitergeleitet|durchgestellt|weiterverbunden)',
        `(ein|eine|einer) (unserer|meiner|unser)? ${PERSON} (wird|kümmert|ist|übernimmt|meldet) * (gleich|sofort|kürze|übernehmen|jetzt|nun)`,
        '(lassen sie mich|ich muss|ich möchte|ich darf) (sie|dich|ihren anruf) * (verbinden|weiterleiten|durchstellen|weiterverbinden|übergeben)',
        '(während|damit) ich (sie|ihren anruf) * (verbinde|durchstelle|weiterleite)',
      ],
      unless: [
        MONEY,
        '(möchten|wollen|möchtest|würden|wünschen) sie',
        '(soll|darf|kann|sollen) (ich|wir)',
        '(bevor|ehe) ich',
        'wenn (sie|du)',
        '(kann|können) (ich|wir)? * nicht',
        '(wlan|internet|bluetooth|gerät|netzwerk)',
      ],
    },
    {
      tells: 'hangup.polite',
      say: [
        '(beende|beenden|schließe) (ich|wir)? (jetzt|nun|daher|deshalb|hiermit)? (das|dieses|unser|den|die) (gespräch|anruf|telefonat|verbindung|unterhaltung|sitzung)',
        '(gespräch|anruf|telefonat|verbindung) (jetzt|nun|daher|hiermit|leider|hier)? (beenden|beende|beendet|trennen|auflegen|abbrechen)',
        '(ich|wir) (lege|legen|werde|muss|müssen) (jetzt|nun|daher)? (auf|auflegen)$',
        '(lege|leg) (ich)? (jetzt|nun|dann)? auf',
      ],
      unless: ['(nicht auf|bitte nicht)', '(bevor|nachdem|wenn) '],
    },
    {
      tells: 'goodbye',
      within: 48,
      say: [
        '(tschüss|wiederhören|wiedersehen|tschau|ciao|ade)',
        '(schönen|schönes|guten|angenehmen) (tag|abend|wochenende|feierabend|nachmittag)',
        '(machen sie)? (es|s) gut$',
        'bis (bald|dann|später)$',
      ],
    },
    {
      tells: 'more',
      within: 48,
      say: [
        '(noch)? (etwas|was) (anderes|tun|für sie)',
        'sonst noch',
        'noch etwas',
        'weitere (fragen|anliegen)',
        'weiterhelfen$',
      ],
    },
  ],
};
