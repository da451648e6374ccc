// The tag of the visitor widget: the button, what it knows, and the five calls of `window.Handover` (docs/widget.md).
// The chat itself is fetched when it is opened, or at once when one is going on.
(() => {
  const tag = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!tag || window.Handover) return;
  const data = tag.dataset;
  const base = new URL('.', tag.src).href;
  const account = data.account ?? '';
  const appKey = data.appKey || '721c180b09eb463d9f3191c41762bb68';
  const locale = (data.lang || document.documentElement.lang || navigator.language || 'en').replace('_', '-');
  const lang = (/^[a-z]{2,3}(?=-|$)/i.exec(locale)?.[0] ?? 'en').toLowerCase();
  const dir = /^(ar|fa|he|ur)$/.test(lang) ? 'rtl' : 'ltr';
  const space = `handover.${account}`;

  /** @type {Record<string, string[]>} */
  const WORDS = {
    en: ['Chat with us', 'Leave a message', 'Nobody is here', 'about {n} min', 'Could not be opened. Try again.', '{n} unread'],
    de: ['Chatten Sie mit uns', 'Nachricht hinterlassen', 'Niemand ist da', 'etwa {n} Min.', 'Ließ sich nicht öffnen. Noch einmal?', '{n} ungelesen'],
    es: ['Chatee con nosotros', 'Dejar un mensaje', 'No hay nadie', 'unos {n} min', 'No se pudo abrir. Inténtelo de nuevo.', '{n} sin leer'],
    ar: ['تحدث معنا', 'اترك رسالة', 'لا أحد متاح', 'نحو {n} دقيقة', 'تعذر الفتح. حاول مجددًا.', '{n} غير مقروءة'],
  };
  const words = [...(WORDS[lang] ?? WORDS.en)];
  [data.label, data.labelOffline, data.labelAway].forEach((own, at) => { if (own) words[at] = own; });

  // Colours. What stands on the accent, and the accent as text on either ground, has a contrast of 4.5 at least.
  /** @param {string} hex */
  const parse = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  /** @param {number[]} rgb */
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  /** @param {number[]} a @param {number[]} b */
  const contrast = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  /** The accent moved towards black or white until it can be read. @param {string} ground @param {number} end */
  const tint = (ground, end) => {
    let rgb = parse(accent);
    for (let at = 0; at < 20 && contrast(rgb, parse(ground)) < 4.6; at += 1) rgb = rgb.map((part) => Math.round(part + (end - part) * 0.1));
    return `rgb(${rgb})`;
  };
  const given = (data.color ?? '').trim().replace(/^#(\w)(\w)(\w)$/, '#$1$1$2$2$3$3');
  const accent = /^#[\da-f]{6}$/i.test(given) ? given : '#2456d6';
  const ink = contrast(parse(accent), [255, 255, 255]) >= 4.5 ? '#fff' : '#000';

  const CSS = `:host{all:initial!important}
.w{--accent:${accent};--ink:${ink};--tint:${tint('#eef0f4', 0)};--page:#fff;--soft:#eef0f4;--line:#d5d9e0;--edge:#7b8494;--text:#16191f;--dim:#565e6c;--bad:#b3261e;
position:fixed;z-index:2147483000;inset-block-end:calc(20px + env(safe-area-inset-bottom,0px));inset-inline-end:20px;color:var(--text);color-scheme:light;
font:400 15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;text-align:start}
.w.left{left:20px;right:auto}.w.right{right:20px;left:auto}
.w.dark{--tint:${tint('#2b2f37', 255)};--page:#1a1c21;--soft:#2b2f37;--line:#3a3f49;--edge:#868e9d;--text:#eef0f4;--dim:#a9b0bd;--bad:#ff9a91;color-scheme:dark}
*,*::before{box-sizing:border-box}[hidden]{display:none!important}
.b{all:unset;box-sizing:border-box;display:flex;align-items:center;gap:8px;min-height:48px;max-width:calc(100vw - 40px);padding:0 20px 0 16px;border-radius:24px;background:var(--accent);color:var(--ink);
font-weight:600;cursor:pointer;box-shadow:0 1px 2px #0003,0 6px 20px #0003;-webkit-tap-highlight-color:transparent}
.b.off{background:var(--page);color:var(--text);box-shadow:0 0 0 1px var(--edge),0 6px 20px #0003}
.b:hover{filter:brightness(1.08)}:focus-visible{outline:2px solid var(--page);box-shadow:0 0 0 4px var(--text)}
.b small{font-size:13px;font-weight:400}.b small:empty,.n:empty{display:none}
.n{min-width:24px;padding:0 8px;border-radius:12px;background:var(--page);color:var(--text);font-size:13px;line-height:24px;text-align:center}
svg{flex:none;width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
@media print{.w{display:none}}@media(forced-colors:active){.b,.p{border:1px solid}:focus-visible{outline-color:Highlight}}`;

  /** @type {import('./types').Icon} */
  const icon = (path) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('aria-hidden', 'true');
    svg.append(document.createElementNS(svg.namespaceURI ?? '', 'path'));
    svg.firstElementChild?.setAttribute('d', path);
    return svg;
  };
  const host = document.createElement('handover-widget');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];
  const frame = document.createElement('div');
  frame.className = `w ${/^(left|right)$/.test(data.position ?? '') ? data.position : ''}`;
  frame.dir = dir;
  frame.lang = WORDS[lang] ? locale : 'en';
  const button = document.createElement('button');
  const [label, extra, count] = ['span', 'small', 'span'].map((name) => document.createElement(name));
  count.className = 'n';
  button.type = 'button';
  button.hidden = true;
  button.className = 'b';
  button.setAttribute('aria-haspopup', 'dialog');
  button.append(icon('M12 4c4.7 0 8.5 3.2 8.5 7.2s-3.8 7.2-8.5 7.2c-.9 0-1.8-.1-2.6-.3L5 20l1-3.4c-1.6-1.3-2.5-3.2-2.5-5.4C3.5 7.2 7.3 4 12 4z'), label, extra, count);
  button.addEventListener('click', () => call('open'));
  frame.append(button);
  root.append(frame);

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paint = () => frame.classList.toggle('dark', data.scheme === 'dark' || (data.scheme !== 'light' && dark.matches));
  dark.addEventListener('change', paint);
  paint();

  /** @type {Map<string, Set<(detail: any) => void>>} */
  const handlers = new Map();
  /** What is told to those who come late. @type {Record<string, unknown>} */
  const latest = {};
  /** @type {(event: string, detail: unknown) => void} */
  const emit = (event, detail) => {
    latest[event] = detail;
    handlers.get(event)?.forEach((handler) => {
      try { handler(detail); } catch (error) { console.error(error); }
    });
  };

  /** @type {import('./types').Shell} */
  const shell = {
    base, account, appKey, data, lang, locale, dir, space, root, frame, button, icon, emit, status: null, opened: false, active: false, unread: 0, heard: () => {}, draw,
  };

  /** Says on the button what is known. It is not shown before anything is. */
  function draw() {
    const { status, active, unread } = shell;
    const isOn = active || Boolean(status?.available);
    const kind = isOn ? 0 : status?.offlineForm ? 1 : 2;
    label.textContent = words[kind];
    button.classList.toggle('off', !isOn);
    const wait = status?.available && !active ? status.estimatedWait : 0;
    extra.textContent = wait >= 60 ? words[3].replace('{n}', String(Math.ceil(wait / 60))) : '';
    count.textContent = unread ? String(unread) : '';
    count.setAttribute('aria-label', words[5].replace('{n}', String(unread)));
    button.hidden = shell.opened || !(active || status) || (kind > 0 && 'hideOffline' in data);
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  async function ask() {
    clearTimeout(timer);
    timer = setTimeout(ask, 30_000);
    if (document.hidden || shell.active) return;
    const skill = data.skill ? `&skill=${encodeURIComponent(data.skill)}` : '';
    const url = `${base}api/handover/v1/account/${encodeURIComponent(account)}/chat/status?appKey=${appKey}${skill}`;
    try {
      const answer = await fetch(url, { credentials: 'omit' });
      if (!answer.ok) return;
      const { status } = await answer.json();
      const isNews = JSON.stringify(status) !== JSON.stringify(shell.status);
      shell.status = status;
      draw();
      if (isNews) emit('status', status);
      shell.heard();
    } catch { /* Without a connection nothing is known; it is asked again. */ }
  }
  shell.ask = ask;

  /** @type {Promise<import('./types').Chat> | undefined} */
  let chat;
  /** @type {(name: 'open' | 'close' | 'start' | 'identify' | 'resume', detail?: any) => Promise<void>} */
  const call = (name, detail) => {
    chat ??= import(`${base}widget/chat.js`).then((module) => module.mount(shell)).catch((error) => {
      chat = undefined;
      label.textContent = words[4];
      throw error;
    });
    const done = chat.then((there) => there[name](detail));
    done.catch(() => {});
    return done;
  };

  window.Handover = {
    open: () => call('open'),
    close: () => call('close'),
    start: (options) => call('start', options),
    identify: (details) => call('identify', details),
    on: (event, handler) => {
      const those = handlers.get(event) ?? new Set();
      handlers.set(event, those.add(handler));
      if (event in latest && /^stat/.test(event)) queueMicrotask(() => those.has(handler) && handler(/** @type {any} */ (latest[event])));
      return () => { those.delete(handler); };
    },
  };

  const begin = () => {
    document.body.append(host);
    document.addEventListener('visibilitychange', () => document.hidden || ask());
    ask();
    let isGoingOn = 'open' in data;
    try {
      isGoingOn ||= /"(chat|start)":[^n]/.test(localStorage.getItem(space) ?? '') || sessionStorage.getItem(space) === 'open';
    } catch { /* The browser keeps nothing for this page. */ }
    if (isGoingOn) call('resume');
    document.dispatchEvent(new CustomEvent('handover:ready'));
  };
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin);
})();
