// German.
export default {
  title: 'Chatten Sie mit uns', greeting: 'Guten Tag! Wie können wir helfen?', begin: 'Chat beginnen', placeholder: 'Nachricht schreiben', firstLine: 'Worum geht es?', send: 'Senden', hide: 'Chatfenster schließen',
  end: 'Chat beenden', endQuestion: 'Diesen Chat beenden?', stay: 'Weiter chatten', ended: 'Der Chat ist beendet.', again: 'Neuer Chat', online: 'Wir sind da', offline: 'Zurzeit ist niemand da',
  connecting: 'Verbindung wird aufgebaut…', waiting: 'Gleich ist jemand für Sie da', place: 'Sie sind Nummer {n} in der Warteschlange.', wait: 'Die Wartezeit beträgt etwa {n} Min.', waitSoon: 'Es dauert nicht lange.', ringing: 'Gleich antwortet jemand.',
  waitNobody: 'Es ist niemand mehr da. Sie können warten oder eine Nachricht hinterlassen.', notEarly: 'Sie können schreiben, sobald jemand da ist.', withAgent: 'Im Chat mit {name}', typing: '{name} schreibt…', you: 'Sie',
  sending: 'Wird gesendet…', held: 'Wird noch gesendet', sent: 'Gesendet', seen: 'Gelesen', failed: 'Nicht gesendet.', retry: 'Noch einmal', discard: 'Verwerfen', noLink: 'Keine Verbindung. Was Sie schreiben, wird gesendet, sobald sie wieder da ist.',
  tooLong: 'Das sind {n} Zeichen zu viel.', newLines: 'Neue Nachrichten', required: 'Bitte beantworten Sie diese Frage.', numeric: 'Bitte geben Sie eine Zahl ein.', email: 'Bitte geben Sie eine Mailadresse ein, etwa name@example.com.',
  fix: 'Bitte sehen Sie sich die markierten Fragen an.', choose: 'Auswählen…', optional: 'freiwillig', sorry: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.', leave: 'Nachricht hinterlassen', nobody: 'Bitte kommen Sie später wieder.',
  thanks: 'Vielen Dank. Ihre Nachricht ist gesendet.', anyone: 'Jetzt ist jemand da.', nobodyNow: 'Es ist niemand mehr da.', exitThanks: 'Vielen Dank für Ihre Antworten.',
  mail: 'Unterhaltung per Mail erhalten', mailLabel: 'Ihre Mailadresse', mailed: 'Sie wird an {mail} gesendet.',
};
