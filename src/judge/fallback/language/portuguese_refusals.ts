/** What agents say in Portuguese when they refuse, fail, hand over or end a call: the rest of portuguese.ts. */

import type { PhraseGroup } from '../language_patterns.ts';

const PERSON =
  '(pessoa|humano|humana|atendente|atendentes|agente|agentes|assistente|colega|especialista|supervisor|supervisora|gerente|operador|operadora|alguém|equipe|equipa|setor|departamento|representante|consultor|consultora|técnico|responsável)';
const MONEY =
  '(euros|reais|dinheiro|fundos|saldo|poupança|conta|valor|dólares|arquivo|arquivos|ficheiro|dados|pix)';

export const portugueseRefusals: readonly PhraseGroup[] = [
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
      'não (tenho|estou) (a)? (certeza|certo|certa) (disso|sobre isso|de como|como|se posso)?$',
      'não sei (do|de|fazer|responder|explicar|resolver)',
      'ainda (estou)? (a)? (aprender|aprendendo)',
      'não (existe|existem|há|encontrei|encontro) (nenhum|nenhuma|esse|essa|um|uma)? (divisão|dispositivo|área|cômodo|aparelho|quarto|sala|andar|lista|conta)',
      '(não é|é|me é) (me)? impossível',
      'não (fui|estou) (capaz|apto|preparado)',

      'não (lhe|te|o|a|me)? (posso|consigo|consegui|podemos|conseguimos|poderei|poderia|tenho permissão para|estou autorizado a|estou autorizada a|sou capaz de|tenho como|é possível|será possível|me é possível|fui capaz de|estou preparado para) (ainda)? (lhe|te|o|a)? (ajudar|ajudá-lo|ajudá-la|fazer|responder|alterar|mudar|modificar|dar|fornecer|oferecer|realizar|processar|acessar|aceder|cancelar|dizer|resolver|completar|atender|efetuar|confirmar|controlar|isso|tratar|informar|compartilhar|partilhar|discutir|falar|cumprir|ligar|abrir|fazê-lo|garantir)',
      'não (sei|conheço) (a|o|de|essa|esse|nada|nenhum|nenhuma|como|qual|quem|onde|quando|sobre|isso|responder|que|dizer|quase)',
      'não (disponho de|tenho|possuo) (a|o|uma|nenhuma|nenhum|essa|esse|suficiente|mais)? (informação|informações|resposta|respostas|dados|acesso|permissão|detalhes|ideia|conhecimento|autorização)',
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
      'não foi possível (estabelecer|conectar|ligar|concluir|realizar|completar|processar)',
      '(falha|erro) (na|de) (ligação|conexão|comunicação)',

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
];
