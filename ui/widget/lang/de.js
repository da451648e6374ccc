// German.
export default {
  title: 'Chatten Sie mit uns', greeting: 'Guten Tag! Wie können wir helfen?', begin: 'Chat beginnen', placeholder: 'Nachricht schreiben', send: 'Senden', hide: 'Schließen',
  end: 'Chat beenden', endQuestion: 'Diesen Chat beenden?', stay: 'Weiter chatten', ended: 'Der Chat ist beendet.', again: 'Neuer Chat', online: 'Wir sind da', offline: 'Niemand ist da',
  connecting: 'Verbindung wird aufgebaut…', waiting: 'Gleich ist jemand für Sie da', place: 'Sie sind Nummer {n} in der Warteschlange.', wait: 'Wartezeit: etwa {n} Min.', ringing: 'Gleich antwortet jemand.',
  waitNobody: 'Es ist niemand mehr da.', notEarly: 'Sie können schreiben, sobald jemand da ist.', withAgent: 'Im Chat mit {name}', typing: '{name} schreibt…', you: 'Sie',
  sending: 'Wird gesendet…', held: 'Wird noch gesendet', sent: 'Gesendet', seen: 'Gelesen', failed: 'Nicht gesendet.', retry: 'Noch einmal', discard: 'Verwerfen', noLink: 'Keine Verbindung. Was Sie schreiben, wird später gesendet.',
  newLines: 'Neue Nachrichten', required: 'Bitte beantworten Sie diese Frage.', numeric: 'Bitte geben Sie eine Zahl ein.', email: 'Bitte geben Sie eine Mailadresse ein.',
  choose: 'Auswählen…', optional: 'freiwillig', sorry: 'Das hat nicht geklappt.', leave: 'Nachricht hinterlassen', nobody: 'Bitte kommen Sie später wieder.',
  thanks: 'Vielen Dank. Ihre Nachricht ist gesendet.', exitThanks: 'Vielen Dank für Ihre Antworten.',
  mail: 'Unterhaltung per Mail erhalten', mailLabel: 'Ihre Mailadresse', mailed: 'Sie wird an {mail} gesendet.',
};
