/** What agents say in Portuguese in place of an answer, in Brazil and in Portugal. */

import type { LanguagePatterns } from '../language_patterns.ts';

const PERSON =
  '(pessoa|humano|humana|atendente|atendentes|agente|agentes|assistente|colega|especialista|supervisor|supervisora|gerente|operador|operadora|alguém|equipe|equipa|setor|departamento|representante|consultor|consultora|técnico|responsável)';
const MONEY =
  '(euros|reais|dinheiro|fundos|saldo|poupança|conta|valor|dólares|arquivo|arquivos|ficheiro|dados|pix)';

export const portuguese: LanguagePatterns = {
  language: 'pt',
  common:
    'o a os as um uma de do da dos das que e em no na nos nas para por com seu sua seus suas é são está estou você eu não me lhe mais mas como qual pode posso poderia tenho tem foi ao à se ou já muito bem obrigado obrigada olá desculpe desculpa lamento favor isso isto esse essa esta este aqui agora quer gostaria ele meu minha também até ainda aí alô pela pelo tudo vou só',
  askedAgain: [
    '(repetir|repete|repita|repetição)',
    'de novo',
    'outra vez',
    'mais uma vez',
    '(como|o que) (disse|você disse)',
    'não (entendi|ouvi|percebi)',
  ],
  groups: [
    {
      tells: 'reprompt.no_match',
      reasons: ['understanding_failed'],
      say: [
        'não (tenho|estou) (muita|bem|muito|a|totalmente)? (certeza|certo|certa|seguro|segura) (do|de|sobre)? (que|o que) (você|precisa|quer|pretende|deseja|está)',
        'não (sei|entendi|percebi|compreendi) (bem|exatamente|muito bem)? (o que) (você)? (precisa|quer|pretende|deseja|procura|necessita)',
        '(mais|alguns) (detalhes|pormenores|específico|específica|detalhe)',
        'o que (você)? (quer|quis) dizer',
      ],
      unless: ['para (mais|obter) detalhes', '(enviar|dar|lhe|receber) * mais detalhes'],
    },
    {
      tells: 'reprompt.no_match',
      reasons: ['transcription_failed', 'understanding_failed'],
      say: [
        '(reformular|reformule|reformula|refazer a pergunta)',
        '(de|por)? (outra|uma outra|forma|maneira) (forma|maneira|diferente)',
        '(com|em|por|usar|usando) (outras|outras) palavras',
        '(perguntar|dizer|falar) (isso)? de (outro|um) (jeito|modo)',
      ],
      unless: ['(pagar|pagamento|contatar|contactar|enviar)'],
    },
    {
      tells: 'reprompt.no_match',
      reasons: ['speech_not_detected', 'transcription_failed'],
      say: [
        '(pode|poderia|podia|consegue|importa-se de|se importa de|poderias|podes) (você|por favor|me)? (repetir|dizer|falar) (isso|isto|por favor|novamente|de novo|outra vez|mais uma vez|o que disse|o que você disse|para mim|sua pergunta|a sua pergunta|a pergunta|sua resposta|seu pedido)? (por favor|novamente|de novo|outra vez|mais uma vez|para mim)?$',
        '(pode|poderia|podia) (por favor)? repetir (isso|isto|o que|sua|a sua|a pergunta|de novo|novamente)',
        '(repita|repete|diga|fale) (isso|por favor|novamente|de novo|outra vez|mais uma vez|o que disse|novamente por favor) (por favor)?',
        '^(desculpe|desculpa|perdão|perdoe|como|oi|hum|ah)? (como|como é|como disse|como assim|o que disse|o que você disse|perdão|desculpe|não entendi|não percebi|pode repetir|mais uma vez|outra vez|de novo|diga)( por favor)?$',
        '(tente|tenta) (dizer|repetir|falar|perguntar)',
      ],
      unless: [
        '(número|código|nome|endereço|morada|cpf|data|email|telefone|pedido|cep|nif)',
        '(vou|posso|eu) (repetir|repito)',
      ],
    },
    {
      tells: 'reprompt.no_match',
      say: [
        'não (te|o|a|lhe|consegui|consigo|pude|fui capaz de|estou a|estou|o consegui|te consegui)? (bem|direito|muito bem|completamente|exatamente)? (entendi|percebi|compreendi|entender|perceber|compreender|captei|captar|entendendo|compreendendo|entendo|compreendo|percebo|saquei|peguei|apanhei|apanhar|identificar|reconhecer|decifrar|interpretar)',
        'não (ficou|está|ficar) (muito|bem|totalmente)? claro (para mim|o que)?',
        'não (tenho|estou) (a)? (certeza|certo) (se|de que|que)? (entendi|percebi|compreendi|ter)',
        '(perdi|escapou|escapou-me) (o que|isso|essa|a última)',
        'sem entender',
        '(estou|fiquei) (um pouco)? (confuso|confusa|perdido|perdida)',
      ],
      unless: [
        '(se|que|porque|caso) (você|o senhor|a senhora) não',
        '(ruído|barulho|ligação|conexão|linha)',
        'não (consigo|pude|consegui) (identificar|reconhecer) (nenhum|nenhuma|o seu|seu)',
      ],
    },
    {
      tells: 'reprompt.no_input',
      say: [
        'não (o|a|te|lhe|consigo|consegui|estou|recebi|obtive|houve|estou a|tive)? (ouvi|ouço|escutei|escuto|ouvir|escutar|ouvindo|escutando|recebi|recebendo|obtive|detectei|detetei|ouvi-lo|ouvi-la|houve|tive) (nada|ninguém|nenhuma|qualquer|resposta|sua resposta|a sua resposta|a sua voz|sua voz|você|te)?$',
        'não (o|a|te|lhe|consigo|consegui|estou|estou a)? (ouvi|ouço|escutei|escuto|ouvir|escutar|ouvindo|escutando|recebi|recebo|recebendo|obtive|detectei|detetei) (nada|ninguém|nenhuma|qualquer|resposta|sua resposta|a sua resposta|a sua voz|sua voz)',
        'não (disse|falou) nada',
        'se (você)? (estiver|está) (a)? (aí|falando|falar)',
      ],
      unless: ['(bem|direito|ruído|barulho|mal|claramente)'],
    },
    {
      tells: 'silence_ack',
      say: [
        '(está|estás|continua|permanece|segue|ainda está|você está|tá) (você|ainda|por)? (aí|comigo|na linha|em linha|ouvindo|por aí)',
        '(há|tem|ainda há) (alguém|aí alguém)',
        'alguém (aí|na linha)',
        '(me|consegue) (ouve|escuta|ouvindo|escutando|ouvir-me|me ouvir|me escutar|escutar-me)',
        '(está|estás|tá) (a)? (me|ouvir|escutar) (ouvindo|escutando|me|ouvir|escutar)',
        'ouve-me',
        'consegue ouvir',
        '(sem|não há|não tem|não precisa ter) pressa',
        '(estou|continuo) aqui (quando|para quando|se)',
        '^(alô|olá|oi) (alô|olá|oi)',
      ],
      unless: ['se (me)? (ouve|ouvir)'],
    },
    {
      tells: 'reprompt.audio_quality',
      say: [
        '(ligação|conexão|linha|áudio|som|sinal|chamada|qualidade) (está|é|parece|não está|não é|da chamada está|do áudio está|tá|estava) (muito|bem|um pouco|bastante|meio|tão|a|cortando)? (ruim|má|mau|mal|péssima|fraco|fraca|baixo|baixa|cortando|cortar|falhando|falhar|instável|boa|bom|picotando|com|ruidosa|distorcido)',
        '(má|péssima|fraca|ruim) (ligação|conexão|qualidade)',
        '(muito|bastante|demasiado|algum|tanto|há) (muito|bastante)? (barulho|ruído)',
        '(barulho|ruído|som) (de|ao|no) fundo',
        '(falar|fale|fala) (um pouco|um pouquinho|por favor)? (mais)? (alto|claro|devagar|perto|claramente)',
        '(aproximar|aproxime|mais perto|chegar mais perto) (se|do|de|o)?',
        'não (o|a|te|lhe|consigo|consegui|estou|estou a)? (conseguindo)? (ouvir|ouço|escutar|ouvi|ouvindo|escutando|ouvi-lo) (você|muito|te)? (muito)? (bem|direito|claramente)',
        '(ouço|escuto|ouvindo|ouvir|escutar|ouvi) (você|te|muito|tão|bem)? (mal|baixo|longe|cortado)',
        '(difícil|dificuldade|dificuldades|com dificuldade) (em|de|para)? (ouvir|escutar|te ouvir|ouvi-lo|ouvi-la|lhe ouvir)',
        '(a)? (sua|tua) voz (está|chega|vem) (muito|a|um pouco|meio|cortando)',
        '(lugar|local|sítio) (mais)? (calmo|silencioso|tranquilo|sossegado)',
        '(está|tá) (a)? (cortando|cortar|picotando|falhando)',
      ],
      unless: ['(internet|wifi|roteador|modem|router|bluetooth)'],
    },
    {
      tells: 'clarify',
      say: [
        '(pode|poderia|podia|me) (por favor|me|você)? (dizer|dar|informar|indicar|confirmar|repetir|soletrar|ler|fornecer|passar) * (número|código|nome|endereço|morada|cpf|data|email|telefone|pedido|cep|nif|hora)',
        '(qual|quais|que) (é|são|dia|data|hora|número|pedido|tamanho|cor|tipo|produto|alarme|lista)',
        '(você)? (quis|quer) dizer',
        'não (encontro|encontrei|localizei|localizo|consigo encontrar|consegui encontrar|vejo) (nenhum|nenhuma|o seu|seu|um|uma|a sua) (pedido|encomenda|reserva|conta|cadastro|consulta)',
      ],
    },
    {
      tells: 'confirm',
      say: [
        '(está|é|isso está|tudo)? (correto|certo|isso mesmo)$',
        '(só|apenas|para) (para)? (confirmar|ter certeza|verificar|recapitular)',
        '(então|assim) (a|o|você|sua|seu)',
      ],
    },
    {
      tells: 'filler',
      say: [
        '(um|só um|apenas um|aguarde um) (momento|instante|minuto|segundo|momentinho|minutinho)',
        '(deixe-me|deixa eu|deixe eu|vou|estou a|estou) (verificar|checar|consultar|ver|procurar|buscar|confirmar|olhar|verificando|consultando)',
      ],
      unless: ['(transferir|transferindo|passar|encaminhar)'],
    },
    {
      tells: 'out_of_scope',
      say: [
        '(fora|além) (do|da|das|dos) (meu|minha|meus|minhas|nosso|nossa|que|âmbito|escopo|alcance)',
        '(só|apenas|somente|unicamente) (posso|consigo|podemos|atendo|atendemos|respondo|trato|estou|lhe posso)',
        '(posso|consigo|podemos|estou) (só|apenas|somente|unicamente|aqui apenas|aqui só) (ajudar|ajudá-lo|atender|responder|para)?',
        '(posso|consigo|podemos) (te|lhe|o)? (ajudar|atender|responder|ajudá-lo) (só|apenas|somente|unicamente)',
        'não (é|faz|fazem|está|se enquadra) (parte|da minha|do meu|de minha|relacionado|relacionada|uma área|algo que eu|algo que nós)',
        'não (trabalhamos|vendemos|oferecemos|tratamos|fazemos) (com|esse|essa|isso|este)?',
        'nada a ver',
      ],
      unless: ['fora do (horário|nosso horário|expediente|prazo)'],
    },
    {
      tells: 'cannot_do',
      reasons: ['complex_query'],
      say: [
        '(alguém|pessoa|colega|especialista) que (saiba|sabe|entenda|conheça)',
        '(muito|demasiado|demais) (complexo|complexa|complicado|complicada) para mim',
        '(sabe|saiba) mais (do)? que eu',
      ],
    },
    {
      tells: 'cannot_do',
      reasons: ['sensitive_topic'],
      say: [
        'profissional (qualificado|de saúde|habilitado|médico|especializado)',
        '(aconselhamento|conselho|conselhos|orientação|consultoria|parecer) (jurídico|jurídicos|médico|médicos|médica|legal|financeiro|jurídica|financeira)',
        '(consulte|procure|falar com|consultar) (um|o seu|seu) (médico|advogado|profissional)',
      ],
    },
    {
      tells: 'cannot_do',
      reasons: ['default'],
      say: [
        'não (lhe|te|o|a|me)? (posso|consigo|podemos|conseguimos|poderei|poderia|tenho permissão para|estou autorizado a|estou autorizada a|sou capaz de|tenho como|é possível|será possível|me é possível|fui capaz de|estou preparado para) (ainda)? (lhe|te|o|a)? (ajudar|ajudá-lo|ajudá-la|fazer|responder|alterar|mudar|modificar|dar|fornecer|oferecer|realizar|processar|acessar|aceder|cancelar|dizer|resolver|completar|atender|efetuar|confirmar|controlar|isso|tratar|informar|compartilhar|partilhar|discutir|falar|cumprir|ligar|abrir|fazê-lo|garantir)',
        'não (sei|conheço|disponho|tenho|possuo) (a|o|de|essa|esse|nada|nenhum|nenhuma|acesso|informação|informações|resposta|uma resposta|dados|como|qual|quem|onde|quando|ideia|permissão|sobre|suficiente|isso|responder|conhecimento|que|dizer)',
        'não sei$',
        'não (é|está) (possível|permitido|suportado|compatível|disponível para|ao meu alcance)',
        'não (suporta|suporto|tem suporte|oferece suporte)',
        'não (estou) (ciente|a par|familiarizado|familiarizada)',
        'não (aprendi|me ensinaram|fui ensinado|fui treinado)',
        '(precisa|requer) de (alguém|um profissional|uma pessoa)',
        '(faço|tenho) (ideia|a mínima)',
        'desconheço',
      ],
      unless: [
        'não (consigo|posso|consegui) (te|o|a|lhe)? (ouvir|escutar|entender|perceber|compreender)',
        '(se|caso) (você)? não',
        '(você|o senhor|a senhora) não (pode|sabe|tem)',
        'não (sei|tenho certeza) (bem)? (o que|do que) (você)? (quer|precisa)',
        'não tenho (a)? (certeza) (se|de que|que)? (entendi|percebi)',
        'não tem (problema|pressa)',
      ],
    },
    {
      tells: 'technical_error',
      reasons: ['connection_lost'],
      say: [
        '(ligação|chamada|conexão) (caiu|foi interrompida|foi cortada|se perdeu|foi desligada)',
        '(perdemos|perdi) (a)? (ligação|conexão)',
        '(já)? (estou|voltei) (de volta)',
        'fomos (cortados|interrompidos|desligados)',
      ],
    },
    {
      tells: 'technical_error',
      reasons: ['timeout'],
      say: [
        '(estou tentando|vou tentar|tento|estou a tentar|tentarei) (mais uma vez|novamente|de novo|outra vez)',
        '(está|a) demorar',
        'está demorando',
        'não (está)? (respondendo|responde|a responder)',
      ],
      unless: ['(entrega|envio|cliente)'],
    },
    {
      tells: 'technical_error',
      say: [
        '(problema|problemas|erro|erros|dificuldade|dificuldades|falha|falhas|instabilidade) (técnico|técnicos|técnica|técnicas|no sistema|do sistema|no nosso sistema|interno|interna|inesperado|de conexão|de ligação|com o sistema|em nosso sistema|no servidor)',
        '(ocorreu|aconteceu|houve|ocorrido|surgiu) (um|uma|algum)? (erro|problema|falha|imprevisto)',
        'erro (inesperado|ao|durante|interno|desconhecido)',
        '(algo|alguma coisa) (deu|correu|saiu|está) (errado|mal)',
        '(sistema|sistemas|servidor|serviço|aplicativo|aplicação|plataforma) (está|não está|não|caiu|parece|encontra-se|estão) (estar|temporariamente|no momento|atualmente|a)? (fora|fora do ar|em baixo|indisponível|responde|funciona|respondendo|funcionando|responder|funcionar|lento|instável|com|disponível)',
        'não (consegui|consigo|foi possível|pude|estou conseguindo) (me)? (conectar|ligar|ligar-me|acessar|aceder|contatar|contactar|conectar-me) (ao|à|a|o|com)',
        '(estamos|estou) (com|tendo|enfrentando|a ter|passando por) (um|uns|alguns|problemas|dificuldades|instabilidade|instabilidades)',
        '(tente|tenta) (novamente|de novo|outra vez)? (mais tarde|em alguns|daqui a|dentro de)',
      ],
      unless: [
        '(lamento|sinto muito) (que|pelo|saber)',
        '(qual|que|descreva|descrever|seu|esse|este|resolver|o) (tipo de|é o)? (erro|problema)',
        '(você|está|tem|teve) (tendo|tem|teve|está com)',
      ],
    },
    {
      tells: 'handover.offered',
      say: [
        `(quer|gostaria|prefere|deseja|posso|podemos|precisa|se quiser|se preferir|se desejar|queres) (que|de)? * (falar|transfira|passe|encaminhe|transferir|passar|encaminhar|conectar|conecte|ligue|ser atendido|ser transferido|colocar) * ${PERSON}`,
        '(quer|gostaria|prefere|deseja|posso|se quiser|se preferir) (que|de)? (eu)? (o|a|lhe|te|você)? (transfira|passe|encaminhe|transferir|encaminhar|transfira-o)',
      ],
      unless: [MONEY, 'não (posso|consigo)'],
    },
    {
      tells: 'handover.done',
      say: [
        `(vou|irei|estou a|estou|vamos|deixe-me|permita-me|preciso) (agora)? (te|o|a|lhe|você)? (passar|transferir|encaminhar|transferi-lo|transferi-la|encaminhá-lo|encaminhá-la|passá-lo|passá-la|conectar|conectá-lo|conectá-la|direcionar|direcioná-lo|redirecionar|transferindo|passando|encaminhando|conectando|ligá-lo|colocar|colocá-lo|reencaminhar) (agora|a|você|o senhor|a senhora|para|com|ao|à|sua|em contato|em contacto|imediatamente)`,
        '(transferindo|transferir|transfiro|encaminho|passo|encaminhando) (agora)? (a|para|sua|você|lhe|ao|à)? (chamada|ligação|sua chamada|sua ligação|um atendente|um colega|um especialista|para um|para uma|para o|você)',
        `(um|uma|nosso|nossa|um dos nossos) ${PERSON} (vai|irá|já vai) (atender|assumir|falar|ajudá-lo|continuar|atendê-lo)`,
        '(sua|a sua) (chamada|ligação) (está|será|vai) (a)? (sendo|ser)? (transferida|encaminhada)',
      ],
      unless: [
        MONEY,
        '(quer|gostaria|prefere|deseja) ',
        'se (quiser|preferir|desejar)',
        '(antes de|posso|não posso|não consigo) ',
        '(wifi|internet|bluetooth)',
      ],
    },
    {
      tells: 'hangup.polite',
      say: [
        '(vou|irei|terei de|terei que|tenho de|tenho que|preciso|vamos|estou a) (agora)? (encerrar|terminar|desligar|finalizar|concluir|encerrando) (a|esta|essa|agora|nossa|aqui|o)? (chamada|ligação|conversa|atendimento|contato)?',
        '(encerro|encerrando|desligo|termino|encerrarei|finalizo) (a|esta|agora|o)? (chamada|ligação|conversa|atendimento)?',
        '(chamada|ligação|conversa) (será|vai) (ser)? (encerrada|terminada|desligada)',
      ],
      unless: [
        'não desligue',
        '(antes|quando) ',
        '(encerrar|finalizar|terminar|concluir) (o seu|a sua|seu|sua) (pedido|compra|reserva|conta)',
      ],
    },
    {
      tells: 'goodbye',
      within: 48,
      say: [
        '(tchau|adeus|até logo|até breve|até mais|até a próxima|até à próxima|até amanhã)',
        '(tenha|tenhas|bom|boa) (um|uma)? (bom|boa|ótimo|ótima|excelente)? (dia|tarde|noite|fim de semana)',
      ],
    },
    {
      tells: 'more',
      within: 48,
      say: ['(algo|alguma coisa|mais alguma coisa|mais algo) (mais)?', 'em que mais', 'mais alguma'],
    },
  ],
};
