// Spanish.
export default {
  title: 'Chatee con nosotros', greeting: '¡Hola! ¿En qué podemos ayudarle?', begin: 'Iniciar el chat', placeholder: 'Escriba un mensaje', send: 'Enviar', hide: 'Cerrar',
  end: 'Terminar el chat', endQuestion: '¿Terminar este chat?', stay: 'Seguir en el chat', ended: 'El chat ha terminado.', again: 'Iniciar otro chat', online: 'Estamos aquí', offline: 'No hay nadie',
  connecting: 'Conectando…', waiting: 'Esperando a que le atiendan', place: 'Es el número {n} de la cola.', wait: 'La espera es de unos {n} min.', ringing: 'Le van a atender enseguida.',
  waitNobody: 'Ya no hay nadie.', notEarly: 'Podrá escribir en cuanto le atiendan.', withAgent: 'En el chat con {name}', typing: '{name} está escribiendo…', you: 'Usted',
  sending: 'Enviando…', held: 'Se enviará', sent: 'Enviado', seen: 'Leído', failed: 'No enviado.', retry: 'Reintentar', discard: 'Descartar', noLink: 'Sin conexión. Lo que escriba se enviará después.',
  newLines: 'Mensajes nuevos', required: 'Responda a esta pregunta.', numeric: 'Escriba un número.', email: 'Escriba una dirección de correo.',
  choose: 'Elija…', optional: 'opcional', sorry: 'No ha sido posible.', leave: 'Dejar un mensaje', nobody: 'Vuelva más tarde, por favor.',
  thanks: 'Gracias. Su mensaje se ha enviado.', exitThanks: 'Gracias por sus respuestas.',
  mail: 'Recibir la conversación por correo', mailLabel: 'Su dirección de correo', mailed: 'Se enviará a {mail}.',
};
