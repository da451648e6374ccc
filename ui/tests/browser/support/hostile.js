/**
 * Text that tries to be more than text. Each would set `globalThis.ran` if anything of it ran.
 */

/** In lines, names, answers, canned texts: shown as it stands. @type {Record<string, string>} */
export const HOSTILE_TEXTS = {
  image: '<img src=x onerror="globalThis.ran=1">',
  script: '<script>globalThis.ran=1</script>',
  attribute: '" onmouseover="globalThis.ran=1" autofocus onfocus="globalThis.ran=1',
  svg: "'><svg/onload=globalThis.ran=1>",
  style: '</style><style>*{display:none!important}</style>',
  template: '{{constructor.constructor("globalThis.ran=1")()}} ${globalThis.ran=1}',
  scriptAddress: 'javascript:globalThis.ran=1',
  markdownAddress: '[click](javascript:globalThis.ran=1) <javascript:globalThis.ran=1>',
  dataAddress: 'data:text/html,<script>globalThis.ran=1</script>',
  addressWithQuote: 'http://example.com/"onmouseover="globalThis.ran=1',
  entities: '&lt;b&gt;&amp;amp;&#x3c;script&#x3e;',
  override: 'abc \u202Egnp.exe\u202C \u2067 rtl isolate \u2066\u200F\u200E end',
  overrideOpen: '\u202E\u202E\u202E this is never closed',
  marks: 'Z\u0351\u0343\u0334\u0322\u0321'.repeat(60),
  endless: 'W'.repeat(10_000),
  endlessAddress: `https://example.com/${'w'.repeat(3_000)}`,
};

/** Lines of type HTML from an agent's own program: cleaned by the server, and not trusted by the pages. */
export const HOSTILE_HTML = {
  script: 'one<script>globalThis.ran=1</script>',
  handler: '<b onclick="globalThis.ran=1" onmouseover="globalThis.ran=1">two</b>',
  image: 'three<img src="x" onerror="globalThis.ran=1">',
  address: '<a href="javascript:globalThis.ran=1">four</a>',
  overlay: '<div style="position:fixed;inset:0;z-index:99999;background:red;width:5000px">five</div>',
  frame: 'six<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  style: 'seven<style>*{display:none!important}</style>',
  form: 'eight<form action="javascript:globalThis.ran=1"><button>send</button></form>',
  wide: `<table><tr><td>${'nine'.repeat(500)}</td></tr></table>`,
  svg: '<svg onload="globalThis.ran=1"><a xlink:href="javascript:globalThis.ran=1"><text>ten</text></a></svg>',
};

/**
 * Whether anything of it ran in a page.
 *
 * @param {import('playwright-core').Page} page
 */
export async function anythingRan(page) {
  return page.evaluate(() => 'ran' in globalThis);
}
