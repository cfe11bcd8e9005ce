/** What agents say in Spanish in place of an answer, in Europe and in America. */

import type { LanguagePatterns } from '../language_patterns.ts';

const PERSON =
  '(persona|humano|humana|agente|agentes|asesor|asesora|asesores|operador|operadora|compañero|compañera|colega|especialista|supervisor|supervisora|representante|ejecutivo|ejecutiva|alguien|departamento|equipo|técnico|gestor|gestora|experto|teleoperador)';
const YOU = '(le|te|lo|la|os|les)';
const MONEY =
  '(euros|dólares|pesos|dinero|fondos|saldo|cuenta de ahorro|cuenta|importe|archivo|archivos|datos)';

export const spanish: LanguagePatterns = {
  language: 'es',
  common:
    'el la los las un una de del que en y a por para con su sus tu es son está están le te me lo no sí se mi más pero como qué cuál puede puedo puedes ha he hay esta este esto usted gracias hola favor ya muy al nos nuestro perdone perdona disculpe siento eso ese quiere algo ahora ayudarle ayudarte adiós bien entonces cuando o',
  askedAgain: [
    '(repita|repite|repetir|repetirlo|repetirme|repítamelo|repítemelo)',
    'otra vez',
    'de nuevo',
    'cómo (dice|dices|ha dicho)',
    'no (le|te|lo)? (he)? (oído|entendido|entendí|escuché)',
  ],
  groups: [
    {
      tells: 'reprompt.no_match',
      reasons: ['understanding_failed'],
      say: [
        `no (estoy|tengo) (muy|del todo|completamente|nada)? (seguro|segura|claro|cierto) (de)? (qué|lo que) (necesita|necesitas|quiere|quieres|desea|deseas|busca|buscas)`,
        'no (sé|entiendo|entendí|comprendo) (bien|exactamente|muy bien)? (qué|lo que) (necesita|necesitas|quiere|quieres|desea|deseas|busca|buscas|me pide|me pides)',
        '(más|mayor) (detalle|detalles|específico|específica|concreto|concreta)',
        'a qué (se refiere|te refieres)',
        'qué (quiere|quieres) decir',
      ],
      unless: ['(para|obtener|enviar|enviarle|enviaré|darle|dar) * más (detalle|detalles)'],
    },
    {
      tells: 'reprompt.no_match',
      reasons: ['transcription_failed', 'understanding_failed'],
      say: [
        '(reformular|reformularlo|reformularla|reformule|reformula|reformúlelo|replantear|replantearlo)',
        '(otra|distinta|diferente) (manera|forma)',
        '(con|en) otras palabras',
        '(de manera|de forma) (diferente|distinta)',
      ],
      unless: ['(pagar|pago|enviar|hacerlo|contactar)'],
    },
    {
      tells: 'reprompt.no_match',
      reasons: ['speech_not_detected', 'transcription_failed'],
      say: [
        '(puede|puedes|podría|podrías|le importa|te importa|le importaría|te importaría) (por favor|usted)? (repetir|repetirlo|repetirla|repetírmelo|decirlo|decírmelo|repetirme|volver a decirlo|volver a decírmelo|volver a repetirlo) (por favor|otra vez|de nuevo|eso|lo que|una vez más)?$',
        '(puede|puedes|podría|podrías) (por favor)? (repetir|repetirme|decirme|decir) (de nuevo|otra vez)? (eso|lo que|su pregunta|tu pregunta|su respuesta|tu respuesta|su solicitud|tu mensaje|la pregunta)',
        '(me lo|lo|me la|la) (puede|puedes|podría|podrías) (repetir|decir|volver a decir|volver a repetir)',
        '(repita|repite|repítalo|repítelo|repítamelo|repítemelo|dígalo|dilo|dígamelo|dímelo) (por favor)? (eso|lo que|otra vez|de nuevo|una vez más|por favor)?$',
        '^(perdón|perdone|perdona|disculpe|disculpa|lo siento|oiga|eh|mm)? (cómo|cómo dice|cómo dices|cómo ha dicho|cómo dijo|cómo has dicho|qué ha dicho|qué dijo|qué has dicho|perdón|perdone|mande|una vez más|otra vez)( por favor)?$',
        '(inténtelo|inténtalo|intente|intenta) (decirlo|repetirlo|preguntar|de otra)',
      ],
      unless: [
        '(número|código|nombre|dirección|dni|fecha|correo|teléfono) (de|completo|completa|postal|por)?',
        '(repito|repetiré|voy a repetir|quiere que)',
      ],
    },
    {
      tells: 'reprompt.no_match',
      say: [
        `no ${YOU}? (he|ha|hemos)? (entendido|comprendido|captado|pillado|entendí|comprendí|capté|entendimos|entiendo|comprendo|capto|logré entender|pude entender|logro entender|alcancé a entender|puedo entender|consigo entender|pude comprender)`,
        `no ${YOU}? (he|hemos)? (podido|conseguido|logrado) (entender|entenderle|entenderte|comprender|captar|entenderlo)`,
        `no ${YOU} (sigo|seguí)`,
        'me (lo)? (he)? (perdido|perdí) (lo que|eso|lo último)?',
        'no me (quedó|ha quedado|queda) claro',
        'no (acabo|termino) de (entender|entenderle|comprender)',
        'no entender',
        'sin (entender|comprender)',
        'no (estoy|estaba) (seguro|segura) de (haber|haberle|haberte|entender|entenderle|si le entendí)',
        'no (he|logré|pude|ha) (podido)? (reconocer|interpretar|procesar|descifrar) (lo que|eso|su|tu|la)',
        '(perdón|perdone|perdona|disculpe|disculpa) no entendí',
      ],
      unless: [
        '(si|que|por qué) (usted|tú)? no (entiende|entiendes|ha entendido)',
        '(ruido|línea|conexión|llamada)',
      ],
    },
    {
      tells: 'reprompt.no_input',
      say: [
        `no ${YOU}? (he|hemos|puedo|pude|consigo|logro|estoy|alcanzo)? (a)? (oído|escuchado|recibido|oigo|escucho|oí|escuché|recibí|recibo|oír|escuchar|oyendo|escuchando|recibiendo|oírle|escucharle|escucharlo|oírte|escucharte|detecto|he detectado) (a)? (nada|ninguna|ningún|respuesta|su respuesta|tu respuesta|su voz|nadie)?$`,
        `no (he|hemos|puedo|consigo|logro|estoy)? (oído|escuchado|recibido|oigo|escucho|oí|escuché|recibí|recibo|oír|escuchar|oyendo|escuchando|recibiendo) (nada|ninguna|ningún|respuesta|su respuesta|tu respuesta|nadie|a nadie)`,
        'no (ha|has) dicho nada',
        'no (dijo|dijiste) nada',
        'si (está|estás) (hablando|ahí)',
      ],
      unless: ['(ruido|mal|bien|línea|conexión|alto|fuerte)'],
    },
    {
      tells: 'silence_ack',
      say: [
        '(sigue|sigues|está|estás|continúa|continúas|permanece) (usted|todavía|aún)? (ahí|allí|en línea|en la línea|conmigo|al teléfono|aquí|al otro lado|por ahí)',
        'hay alguien',
        '(me|nos) (oye|oyes|escucha|escuchas|puede oír|puedes oír|puede escuchar|puedes escuchar)',
        '(puede|puedes) (oírme|escucharme)',
        '(no hay|sin) prisa',
        '(sigo|estoy) aquí (cuando|para cuando|si)',
        '^(hola|bueno|oiga|aló) (hola|bueno|oiga|aló)',
      ],
      unless: ['si (me|nos) (oye|escucha)'],
    },
    {
      tells: 'reprompt.audio_quality',
      say: [
        `(le|te|lo|la|se) (oigo|escucho|oye|escucha|oímos|escuchamos) (muy|bastante|un poco|algo|fatal|demasiado|tan)? (mal|bajo|bajito|lejos|entrecortado|entrecortada|cortado|fatal|flojo|poco)`,
        `no (se|le|te|lo|la|os|les)? (oigo|escucho|oye|escucha|oí|escuché|puedo oír|puedo escuchar|logro escuchar|oírle|escucharle) (muy|demasiado|tan|nada)? (bien|claramente|con claridad)`,
        'no (le|te|lo|la|se)? (oigo|escucho|oye|escucha|puedo oír|puedo escuchar|puedo oírle|puedo escucharle|entiendo)? * (ruido|interferencias)',
        '(mucho|demasiado|bastante|hay|tanto) (mucho|demasiado|bastante|tanto)? ruido',
        'ruido (de fondo|alrededor|en la línea)',
        '(línea|conexión|señal|comunicación|llamada|audio|sonido|cobertura) (es|está|se oye|se escucha|no es|no está|tiene|se está|va|suena|se) (muy|bastante|un poco|siendo|tan|oye|escucha|entrecorta|cortando|corta)? (mala|malo|mal|bien|buena|bueno|entrecortada|entrecortado|cortada|cortando|débil|inestable|difícil|floja|interferencias|corta|entrecorta)?$',
        '(mala|mal|pésima|débil) (línea|conexión|señal|comunicación|cobertura|audio|sonido)',
        '(hablar|hable|habla|hablarme) (un poco|un poquito|algo|por favor)? (más)? (alto|fuerte|claro|despacio|cerca|claramente)',
        '(acercarse|acérquese|acercarte|acércate|más cerca) (más)? (al|del|el|a su)? (micrófono|teléfono|auricular|móvil)?',
        '(se|está) (me)? (está|esta)? (entrecortando|cortando|entrecorta|corta la)',
        '(cuesta|difícil|dificultad|dificultades|problemas) (de|para|me|un poco)? (oír|oírle|oírte|escuchar|escucharle|escucharlo|escucharte)',
        '(me cuesta|apenas) (oírle|oírte|escucharle|escucharte|le oigo|te oigo|le escucho|te escucho|puedo oír|puedo escuchar)',
        '(lugar|sitio|zona) (más)? (tranquilo|silencioso|tranquila)',
      ],
      unless: ['(internet|wifi|router|módem|bluetooth)'],
    },
    {
      tells: 'clarify',
      say: [
        '(puede|puedes|podría|podrías|me) (por favor|usted|puede|puedes|podría|podrías)? (decir|decirme|dar|darme|facilitar|facilitarme|indicar|indicarme|confirmar|confirmarme|repetir|repetirme|deletrear|leer|leerme|proporcionar) * (número|código|nombre|dirección|dni|fecha|correo|teléfono|referencia|hora|apellido)',
        '(cuál|cuáles|qué) (es|son|día|fecha|hora|número|de|tipo|producto|talla|color)',
        '(se refiere|te refieres|quiere decir|quieres decir) a?',
        'no (encuentro|veo|localizo|aparece) (ningún|ninguna|el|la|su|tu|un|una) (pedido|reserva|cuenta|número|cita|cliente)',
      ],
    },
    {
      tells: 'confirm',
      say: [
        '(es|está|le parece|te parece) (esto|eso|todo)? (correcto|bien|así)',
        '(para|solo para|déjeme|permítame|le|quiero) (confirmar|confirmo|verificar|recapitular)',
        '(entonces|así que) (su|tu|usted|quiere|la|el)',
      ],
    },
    {
      tells: 'filler',
      say: [
        '(un|deme un|dame un|solo un) (momento|segundo|minuto|momentito|instante)',
        '(déjeme|déjame|permítame|permíteme) (ver|comprobar|revisar|consultar|buscar|mirar|verificar)',
        '(lo|la)? estoy (consultando|comprobando|revisando|buscando|verificando|mirando)',
        '^(ahora|voy a|enseguida) (mismo)? (lo|la)? (consulto|compruebo|reviso|miro|consultar|comprobar|revisar|buscar|verificar)',
      ],
      unless: ['(transfiero|transferir|paso con|pasar|comunico)'],
    },
    {
      tells: 'out_of_scope',
      say: [
        '(fuera|más allá) de (mi|mis|nuestro|nuestros|nuestras|lo que|las|los)',
        '(solo|sólo|solamente|únicamente) (le|te|lo|la)? (puedo|podemos|podría|atiendo|atendemos|gestiono|gestionamos|respondo|estoy)',
        '(puedo|podemos|estoy) (solo|sólo|solamente|únicamente) (ayudar|ayudarle|ayudarte|atender|responder|para|para ayudarle)',
        '(puedo|podemos) (ayudarle|ayudarte|responder|responderle|atender) (solo|sólo|solamente|únicamente)',
        'no (es|está|forma parte|entra) (algo que|un tema que|de mi|dentro de|en mi|mi) (pueda|podamos|mis|nuestro|nuestros|competencia|especialidad|área|ámbito)?',
        'no (me|nos) (ocupo|encargo|ocupamos|encargamos|compete|corresponde)',
        'no (tiene que ver|está relacionado|está relacionada)',
        'no (ofrecemos|vendemos|tratamos|gestionamos|trabajamos) (ese|esa|eso|con|este|esos)',
      ],
    },
    {
      tells: 'cannot_do',
      reasons: ['complex_query'],
      say: [
        '(alguien|persona|compañero|especialista) que (sepa|sabe|conozca)',
        '(demasiado|muy) (complejo|compleja|complicado|complicada) para mí',
        '(sabe|sepa) más que yo',
      ],
    },
    {
      tells: 'cannot_do',
      reasons: ['sensitive_topic'],
      say: [
        '(profesional|especialista|experto) (cualificado|calificado|médico|sanitario|legal)',
        '(asesoramiento|asesoría|consejo|consejos|consulte con un|hable con un|consultar a un) (legal|médico|médicos|financiero|jurídico|abogado|legales)',
        '(consulte|consultar|hable|hablar) (a|con) (un|su) (médico|abogado|asesor|profesional)',
      ],
    },
    {
      tells: 'cannot_do',
      reasons: ['default'],
      say: [
        'no (le|te|lo|la|me|se|nos)? (puedo|podemos|podré|podría|es posible|soy capaz de|estoy en condiciones de|me es posible|tengo permitido|me está permitido|estoy autorizado a|estoy autorizada a|tengo autorización) (hacer|ayudar|ayudarle|ayudarte|responder|responderle|responderte|contestar|modificar|cambiar|dar|darle|darte|ofrecer|realizar|hacerlo|procesar|acceder|cancelar|facilitar|decir|decirle|decirte|gestionar|eso|cumplir|controlar|resolver|completar|atender|proporcionar|compartir|tramitar|confirmar|encender|abrir)',
        'no (sé|conozco|dispongo|tengo) (nada|ninguna|ningún|la|el|esa|ese|de|acceso|información|respuesta|una respuesta|datos|cómo|qué|eso|cuál|quién|dónde|cuándo|idea|permiso|sobre|suficiente)',
        'no (lo)? (sé|se)$',
        '(no es posible|resulta imposible|no está permitido|no se puede|no es compatible|no soporta|no admite|no está soportado)',
        'no (estoy|está) (al tanto|al corriente|familiarizado|familiarizada)',
        'no (he aprendido|me han enseñado|aprendí|tengo conocimiento|tengo constancia)',
        '(necesita|requiere) (a)? (alguien|un profesional|una persona)',
      ],
      unless: [
        'no (le|te|lo|la)? (puedo|podemos) (oír|escuchar|entender|oírle|escucharle|entenderle)',
        'si (usted)? no (puede|sabe|tiene)',
        'no (sé|se) (qué|lo que) (quiere|necesita|desea)',
        'no (dejo|tengo) (que|ninguna duda|duda)',
      ],
    },
    {
      tells: 'technical_error',
      reasons: ['connection_lost'],
      say: [
        'se (ha)? (cortó|cortado|perdió|perdido) (la)? (llamada|conexión|comunicación|línea)?',
        '(ya)? (estoy|he) (de vuelta|vuelto)',
      ],
      unless: ['(luz|electricidad|agua|envío|paquete|tarjeta)'],
    },
    {
      tells: 'technical_error',
      reasons: ['timeout'],
      say: [
        '(lo)? (estoy intentando|intento|voy a intentar|voy a intentarlo|volveré a intentar) (de nuevo|otra vez|una vez más)',
        'está tardando',
        'no (responde|está respondiendo|contesta el sistema)',
      ],
      unless: ['cliente'],
    },
    {
      tells: 'technical_error',
      say: [
        '(problema|problemas|error|errores|dificultad|dificultades|fallo|fallos|inconveniente|inconvenientes|incidencia) (técnico|técnicos|técnica|técnicas|del sistema|de sistema|interno|internos|inesperado|de conexión|con el sistema|con nuestro sistema|en el sistema|en nuestro sistema)',
        '(ha ocurrido|ocurrió|se ha producido|se produjo|hubo|ha habido|surgió) (un|una|algún|algunos)? (error|problema|fallo|inconveniente|incidencia)',
        'error (inesperado|al|durante|interno|desconocido)',
        'algo (ha ido|fue|salió|ha salido|falló|ha fallado|fallando) (mal|fallando)?',
        '(sistema|sistemas|servidor|servicio|aplicación|plataforma) (está|no está|ha|se ha|no|están) (temporalmente|en este momento|actualmente)? (caído|caídos|fuera|disponible|fallando|fallado|funcionando|funciona|responde|lento|bloqueado)',

        '(estamos|estoy) (teniendo|experimentando|con) (un|algunos|unos|problemas|dificultades)',
        '(inténtelo|inténtalo|intente|intenta) (de nuevo|otra vez|nuevamente)? (más tarde|en unos|dentro de)',
        'no (he podido|pude|puedo|se puede|ha sido posible|fue posible) (conectar|conectarme|conectarse|acceder|contactar) (al|con|a)',
      ],
      unless: [
        '(siento|lamento) (que|mucho que|su|lo de su|tu)',
        '(qué|cuál|describa|describir|su|tu|solucionar|resolver|este|ese) (tipo de|es el|el)? (error|problema|fallo|incidencia)',
        '(usted|tiene|tienes|ha tenido|está teniendo|estás teniendo)',
      ],
    },
    {
      tells: 'handover.offered',
      say: [
        `(quiere|quieres|prefiere|prefieres|desea|deseas|le gustaría|te gustaría|necesita|puedo|podemos|puedo también|si quiere|si lo desea|si quieres|si prefiere) (que)? * (hablar|pase|transfiera|comunique|ponga|conecte|pasarle|pasarte|transferirle|transferirte|comunicarle|comunicarte|ponerle|ponerte|conectarle|derive|derivarle|ser atendido) * ${PERSON}`,
        `(quiere|quieres|prefiere|prefieres|desea|deseas|le gustaría|te gustaría|puedo|si quiere|si quieres) (que)? (le|te|lo|la)? (pase|transfiera|comunique|ponga|conecte|derive|pasarle|pasarte|transferirle|transferirte|comunicarle|comunicarte|ponerle|ponerte|conectarle|conectarte)`,
      ],
      unless: [MONEY, 'no (le|te)? (puedo|podemos)', 'con (él|eso) mañana'],
    },
    {
      tells: 'handover.done',
      say: [
        `${YOU} (voy a|vamos a)? (paso|pasamos|pasaré|transfiero|transferimos|transferiré|comunico|comunicamos|comunicaré|pongo|ponemos|pondré|conecto|conectaré|conectamos|derivo|derivaré|derivamos|redirijo|dirijo|enlazo|remito|pasar|transferir|comunicar|poner|conectar|derivar|estoy transfiriendo|estoy pasando|estoy comunicando|estoy conectando|estamos transfiriendo) (ahora|ahora mismo|directamente|inmediatamente|ya|de inmediato|enseguida)? (con|a|al|la llamada|su llamada|en contacto)`,
        `(voy a|vamos a|permítame|déjeme|para) (pasarle|pasarte|pasarlo|transferirle|transferirte|transferirlo|comunicarle|comunicarte|comunicarlo|ponerle|ponerte|conectarle|conectarte|conectarlo|derivarle|derivarte|derivarlo) (ahora|ahora mismo|directamente)? (con|a|al|en contacto)`,
        '(transfiero|transferiré|transfiriendo|transferir|transferimos|paso|derivo|derivando|pasando|desvío) (ahora)? (su|tu|la|esta) llamada',
        `(ahora|enseguida|a continuación|en breve) (mismo)? ${YOU}? (atenderá|pasará|pondrán) (un|una) ${PERSON}`,
        `(un|una|nuestro|nuestra) ${PERSON} (le|te|lo|la) (atenderá|ayudará|asistirá) (en breve|enseguida|ahora|en unos)`,
      ],
      unless: [
        MONEY,
        '(quiere|quieres|prefiere|prefieres|desea|deseas|gustaría) ',
        'si (lo)? (quiere|quieres|desea|deseas|prefiere)',
        'no (le|te|lo)? (puedo|podemos)',
        '(antes de|puedo) ',
      ],
    },
    {
      tells: 'hangup.polite',
      say: [
        '(voy a|vamos a|tendré que|tengo que|debo|procedo a|procederé a) (finalizar|terminar|colgar|cortar|cerrar|dar por finalizada|dar por terminada|concluir|desconectar) (la|esta|nuestra|su|ya|ahora)? (llamada|conversación|comunicación|línea|sesión)?$',
        '(voy a|vamos a|tendré que|tengo que|debo|procedo a|procederé a) (finalizar|terminar|colgar|cortar|cerrar|concluir|desconectar) (la|esta|nuestra|su) (llamada|conversación|comunicación|línea|sesión)',
        '(finalizo|termino|cuelgo|corto|finalizaré|terminaré|colgaré|finalizando|terminando) (la|esta|ahora)? (llamada|conversación|comunicación)?',
        '(llamada|conversación) (se|será|va a) (finalizará|terminará|finalizada|cortará|terminar|finalizar)',
      ],
      unless: ['no cuelgue', '(antes|cuando) '],
    },
    {
      tells: 'goodbye',
      within: 48,
      say: [
        '(adiós|hasta luego|hasta pronto|hasta la próxima|hasta mañana|chao)',
        '(que)? (tenga|tengas|pase|pases) (un|una|usted)? (buen|feliz|excelente|buena|bonito|lindo) (día|tarde|noche|fin)',
        'llámenos (de nuevo|cuando)',
      ],
    },
    { tells: 'more', within: 48, say: ['algo más'] },
  ],
};
