/** What agents say in Portuguese in place of an answer, in Brazil and in Portugal. */

import type { LanguagePatterns } from '../language_patterns.ts';
import { portugueseRefusals } from './portuguese_refusals.ts';

export const portuguese: LanguagePatterns = {
  language: 'pt',
  common:
    'o a os as um uma de do da dos das que e em no na nos nas para por com seu sua seus suas é são está estou você eu não me lhe mais mas como qual pode posso poderia tenho tem foi ao à se ou já muito bem obrigado obrigada olá desculpe desculpa lamento favor isso isto esse essa esta este aqui agora quer gostaria ele meu minha também até ainda aí alô pela pelo tudo vou só',
  small: 'sim não tá okay ok obrigado obrigada por favor certo claro ahã mm bem isso alô olá',
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
        'não faz (muito|qualquer|nenhum)? sentido',
        'não (o|a|te|lhe)? consigo (o|a|te|lhe)? (seguir|acompanhar)',
        'não estou certo de (ter)? (entendido|entender|percebido|compreendido)',
        'não tenho (a)? certeza (se|de que|que|de ter) (entendi|entendido|percebi|compreendi)',

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
    ...portugueseRefusals,
  ],
};
