// The page that shows an OpenAPI document and lets one try its calls. It talks to its own server only, keeps what is
// entered in memory, and puts text into the page with textContent alone.

/** Makes an element. `parts` are texts and elements. */
function make(name, attributes, ...parts) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...parts.filter((part) => part !== undefined && part !== null));
  return element;
}

const byId = (id) => document.getElementById(id);
const asText = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** What a reference leads to. */
function resolve(api, value) {
  const reference = value?.$ref;
  if (!reference) return value;
  return reference.slice(2).split('/').reduce((at, name) => at?.[name], api);
}

/** A schema as text, and links to the schemas it refers to. */
function showSchema(schema) {
  const names = [...new Set(JSON.stringify(schema).match(/#\/components\/schemas\/[A-Za-z]+/g) ?? [])];
  const links = names.map((name) => {
    const plain = name.split('/').pop();
    return make('a', { href: `#schema-${plain}` }, plain);
  });
  const list = links.length ? make('p', { class: 'quiet' }, 'Refers to ', ...links.flatMap((link, at) => (at ? [', ', link] : [link]))) : undefined;
  return [make('pre', { tabindex: '0' }, JSON.stringify(schema, null, 2)), list];
}

/** What stands under `content` of a body. */
function showContent(content) {
  return Object.entries(content ?? {}).flatMap(([type, { schema, example }]) => {
    const parts = [make('h4', {}, type)];
    if (example !== undefined) parts.push(make('pre', { tabindex: '0' }, asText(example)));
    const details = make('details', {}, make('summary', {}, 'Schema'), ...showSchema(schema));
    parts.push(details);
    return parts;
  });
}

function showParameters(parameters) {
  if (!parameters.length) return [make('p', { class: 'quiet' }, 'None.')];
  return [make('dl', {}, ...parameters.flatMap((parameter) => [
    make('dt', {}, `${parameter.name} `, make('span', { class: 'quiet' }, `${parameter.in}${parameter.required ? ', required' : ''}`)),
    make('dd', {}, `${parameter.description ?? ''} `, make('code', {}, JSON.stringify(parameter.schema))),
  ]))];
}

function showAnswers(api, responses) {
  return Object.entries(responses).map(([status, response]) => {
    const { description, headers, content } = resolve(api, response);
    const named = Object.entries(headers ?? {}).map(([name, header]) => make('p', {}, make('code', {}, name), ` ${resolve(api, header).description ?? ''}`));
    const kind = status < 400 ? 'good' : 'bad';
    return make('details', {}, make('summary', {}, make('strong', { class: kind }, status), ` ${description}`), ...named, ...showContent(content));
  });
}

/** The fields of a call, and what sends it. */
function tryOut(method) {
  const { operation, parameters } = method;
  const fields = parameters.map((parameter) => {
    const input = make('input', { autocomplete: 'off', spellcheck: 'false' });
    input.value = parameter.required ? parameter.example ?? '' : parameter.schema?.default ?? '';
    return { parameter, input, label: make('label', {}, `${parameter.name} (${parameter.in}) `, input) };
  });
  const content = operation.requestBody?.content;
  const type = make('select', {}, ...Object.keys(content ?? {}).map((name) => make('option', { value: name }, name)));
  const body = make('textarea', { spellcheck: 'false' });
  const fill = () => { body.value = asText(content[type.value].example ?? ''); };
  type.addEventListener('change', fill);
  if (content) fill();
  const status = make('p', { role: 'status' });
  const answer = make('pre', { tabindex: '0', hidden: '' });
  const form = make('form', {}, ...fields.map((field) => field.label),
    content && make('label', {}, 'Type of the body ', type), content && make('label', {}, 'Body ', body),
    make('button', { type: 'submit', class: 'call' }, 'Call'), status, answer);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    status.textContent = 'Calling.';
    status.className = '';
    const began = performance.now();
    try {
      const request = requestOf(method, fields, content && { type: type.value, text: body.value });
      const response = await fetch(request.url, request.options);
      const text = await response.text();
      const took = Math.round(performance.now() - began);
      status.textContent = `${response.status} ${response.statusText}, ${took} ms, ${response.headers.get('content-type') ?? 'no body'}`;
      status.className = response.ok ? 'good' : 'bad';
      const location = response.headers.get('location');
      answer.textContent = (location ? `Location: ${location}\n\n` : '') + pretty(text);
      answer.hidden = answer.textContent === '';
    } catch (error) {
      status.textContent = `The call did not get through: ${error.message}`;
      status.className = 'bad';
    }
  });
  return form;
}

function pretty(text) {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

/** The call that the fields describe. Fields that are empty are left out. */
function requestOf({ verb, path, operation }, fields, body) {
  const headers = { Accept: byId('format').value };
  const query = new URLSearchParams();
  let url = path;
  for (const { parameter, input } of fields) {
    if (parameter.in === 'path') url = url.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (input.value && parameter.in === 'query') query.append(parameter.name, input.value);
    else if (input.value && parameter.in === 'header') headers[parameter.name] = input.value;
  }
  const schemes = (operation.security ?? []).flatMap((scheme) => Object.keys(scheme));
  if (schemes.includes('bearer') && byId('bearer').value) headers.Authorization = `Bearer ${byId('bearer').value}`;
  if (schemes.includes('appKeyHeader') && byId('app-key').value) headers.Authorization = `LivePerson appKey=${byId('app-key').value}`;
  const sent = body?.text ? body.text : undefined;
  if (sent !== undefined) headers['Content-Type'] = body.type;
  const search = query.size ? `?${query}` : '';
  return { url: url + search, options: { method: verb.toUpperCase(), headers, body: sent, credentials: 'same-origin', cache: 'no-store' } };
}

function showMethod(api, method) {
  const { verb, path, operation, parameters } = method;
  const summary = make('summary', {}, make('span', { class: 'verb' }, verb.toUpperCase()), make('span', { class: 'path' }, path),
    make('span', { class: 'what' }, operation.summary));
  const details = make('details', { id: `method-${operation.operationId}` }, summary);
  const fill = () => {
    if (details.childElementCount > 1) return;
    details.append(make('p', {}, operation.description), make('h3', {}, 'Parameters'), ...showParameters(parameters));
    if (operation.requestBody) details.append(make('h3', {}, operation.requestBody.required ? 'Body' : 'Body (may be missing)'), ...showContent(operation.requestBody.content));
    details.append(make('h3', {}, 'Answers'), ...showAnswers(api, operation.responses), make('h3', {}, 'Try it'), tryOut(method));
  };
  details.addEventListener('toggle', () => { if (details.open) fill(); });
  return details;
}

function methodsOf(api) {
  return Object.entries(api.paths).flatMap(([path, item]) => Object.entries(item)
    .filter(([verb]) => verb !== 'parameters')
    .map(([verb, operation]) => ({
      verb, path, operation,
      parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) => resolve(api, parameter)),
    })));
}

/** Shows one document. */
function show(api) {
  byId('about').replaceChildren(make('h2', {}, api.info.title), ...api.info.description.split('\n\n').map((text) => make('p', {}, text)));
  const methods = methodsOf(api);
  const groups = new Map();
  for (const method of methods) {
    const tag = method.operation.tags[0];
    if (!groups.has(tag)) groups.set(tag, make('div', {}, make('h2', {}, tag)));
    const shown = showMethod(api, method);
    shown.dataset.words = `${method.verb} ${method.path} ${method.operation.summary}`.toLowerCase();
    groups.get(tag).append(shown);
  }
  byId('methods').replaceChildren(...groups.values());
  byId('schemas').replaceChildren(...Object.entries(api.components.schemas).map(([name, schema]) =>
    make('details', { id: `schema-${name}` }, make('summary', {}, make('code', {}, name)), ...showSchema(schema))));
  find();
}

/** Hides the methods that do not have all the words that are looked for. */
function find() {
  const words = byId('search').value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const group of byId('methods').children) {
    let inGroup = 0;
    for (const method of group.querySelectorAll(':scope > details')) {
      method.hidden = !words.every((word) => method.dataset.words.includes(word));
      inGroup += method.hidden ? 0 : 1;
    }
    group.hidden = inGroup === 0;
    found += inGroup;
  }
  byId('found').textContent = `${found} methods`;
}

async function load(name) {
  for (const button of document.querySelectorAll('[data-document]')) {
    button.setAttribute('aria-pressed', String(button.dataset.document === name));
  }
  byId('source').setAttribute('href', `/openapi/${name}.json`);
  try {
    const response = await fetch(`/openapi/${name}.json`);
    if (!response.ok) throw new Error(`status ${response.status}`);
    show(await response.json());
    openTarget();
  } catch (error) {
    byId('about').replaceChildren(make('p', { class: 'bad', role: 'alert' }, `The document cannot be read: ${error.message}`));
  }
}

/** Opens what the address names. */
function openTarget() {
  const target = location.hash && byId(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
    target.querySelector('summary')?.focus();
  }
}

for (const button of document.querySelectorAll('[data-document]')) {
  button.addEventListener('click', () => load(button.dataset.document));
}
byId('secrets').addEventListener('submit', (event) => event.preventDefault());
byId('search').addEventListener('input', find);
addEventListener('hashchange', openTarget);
load('agent');
