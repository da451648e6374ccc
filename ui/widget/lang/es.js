// Spanish.
export default {
  title: 'Chatee con nosotros', greeting: '¡Hola! ¿En qué podemos ayudarle?', begin: 'Iniciar el chat', placeholder: 'Escriba un mensaje', firstLine: '¿De qué se trata?', send: 'Enviar', hide: 'Cerrar la ventana del chat',
  end: 'Terminar el chat', endQuestion: '¿Terminar este chat?', stay: 'Seguir en el chat', ended: 'El chat ha terminado.', again: 'Iniciar otro chat', online: 'Estamos aquí', offline: 'Ahora mismo no hay nadie',
  connecting: 'Conectando…', waiting: 'Esperando a que le atiendan', place: 'Es el número {n} de la cola.', wait: 'La espera es de unos {n} min.', waitSoon: 'Será poco tiempo.', ringing: 'Le van a atender enseguida.',
  waitNobody: 'Ya no hay nadie. Puede esperar o dejar un mensaje.', notEarly: 'Podrá escribir en cuanto le atiendan.', withAgent: 'En el chat con {name}', typing: '{name} está escribiendo…', you: 'Usted',
  sending: 'Enviando…', held: 'Se enviará', sent: 'Enviado', seen: 'Leído', failed: 'No enviado.', retry: 'Reintentar', discard: 'Descartar', noLink: 'Sin conexión. Lo que escriba se enviará cuando vuelva.',
  tooLong: 'Sobran {n} caracteres.', newLines: 'Mensajes nuevos', required: 'Responda a esta pregunta.', numeric: 'Escriba un número.', email: 'Escriba una dirección de correo, como nombre@example.com.',
  fix: 'Revise las preguntas marcadas.', choose: 'Elija…', optional: 'opcional', sorry: 'No ha sido posible. Inténtelo de nuevo.', leave: 'Dejar un mensaje', nobody: 'Vuelva más tarde, por favor.',
  thanks: 'Gracias. Su mensaje se ha enviado.', anyone: 'Ya hay alguien.', nobodyNow: 'Ya no hay nadie.', exitThanks: 'Gracias por sus respuestas.',
  mail: 'Recibir la conversación por correo', mailLabel: 'Su dirección de correo', mailed: 'Se enviará a {mail}.',
};
