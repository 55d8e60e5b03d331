/** What the overview shows of each lesson. Written by `npm run lessons`, which checks the lessons: not by hand. */
import type { LessonHead } from './lesson.ts';

// oxfmt-ignore
export const CATALOGUE: readonly LessonHead[] = [
  {
    id: 'one-request',
    road: 'walk',
    title: {
      en: 'One request, all the way',
      zh: '一个请求的全程',
    },
    question: {
      en: 'What does the Werkzeug development server do between my request and its answer?',
      zh: 'Werkzeug 开发服务器从收到请求到给出响应，中间做了什么？',
    },
  },
  {
    id: 'line-to-environ',
    road: 'walk',
    title: {
      en: 'From the request line to the environ',
      zh: '从请求行到 environ',
    },
    question: {
      en: 'Where do PATH_INFO and HTTP_… in the WSGI environ come from?',
      zh: 'WSGI 的 environ 里的 PATH_INFO 和 HTTP_… 是从哪里来的？',
    },
  },
  {
    id: 'how-the-answer-is-made',
    road: 'walk',
    title: {
      en: 'How the answer is made',
      zh: '响应是怎样产生的',
    },
    question: {
      en: 'When are the HTTP headers of a WSGI response sent?',
      zh: 'WSGI 响应的标头是什么时候发送的？',
    },
  },
  {
    id: 'why-it-always-closes',
    road: 'walk',
    title: {
      en: 'Why it always closes',
      zh: '为什么它总是关闭连接',
    },
    question: {
      en: 'Why does the Flask development server answer HTTP/1.0 and Connection: close?',
      zh: '为什么 Flask 开发服务器回答 HTTP/1.0 和 Connection: close？',
    },
  },
  {
    id: 'idle-client-freezes-base',
    road: 'waiting',
    title: {
      en: 'An idle client freezes the server',
      zh: '一个空闲的客户端冻结了服务器',
    },
    question: {
      en: 'Why does my Flask server hang for the second client?',
      zh: '为什么第二个客户端会让我的 Flask 服务器卡住？',
    },
  },
  {
    id: 'threads-cure-it',
    road: 'waiting',
    title: {
      en: 'Threads cure it',
      zh: '线程能解决它',
    },
    question: {
      en: 'What does threaded=True change in the Werkzeug server?',
      zh: 'threaded=True 改变了 Werkzeug 服务器的什么？',
    },
  },
  {
    id: 'forks-and-memory',
    road: 'waiting',
    title: {
      en: 'Forks and memory',
      zh: '进程复制与内存',
    },
    question: {
      en: 'Why is my global variable reset on every request with processes=2?',
      zh: '用了 processes=2，为什么我的全局变量每个请求都会复原？',
    },
  },
  {
    id: 'queue-is-not-rfile',
    road: 'waiting',
    title: {
      en: 'The receive queue is not rfile',
      zh: '接收队列不是 rfile',
    },
    question: {
      en: 'Why does select say that there is nothing to read when my buffered file still holds data?',
      zh: '缓冲文件里明明还有数据，为什么 select 说没有可读的？',
    },
  },
  {
    id: 'what-select-and-accept-wait-for',
    road: 'waiting',
    title: {
      en: 'What select and accept wait for',
      zh: 'select 和 accept 在等什么',
    },
    question: {
      en: 'What does serve_forever wait for, and why does strace show poll with a timeout of half a second?',
      zh: 'serve_forever 在等什么？为什么 strace 里 poll 的超时是半秒？',
    },
  },
  {
    id: 'the-listen-queue-is-full',
    road: 'waiting',
    title: {
      en: 'The listen queue is full',
      zh: '监听队列满了',
    },
    question: {
      en: 'What happens to new connections when the listen backlog is full?',
      zh: '监听队列（backlog）满了，新的连接会怎样？',
    },
  },
  {
    id: 'a-slow-client',
    road: 'waiting',
    title: {
      en: 'A slow client, piece by piece',
      zh: '一点一点发送的慢客户端',
    },
    question: {
      en: 'What is a Slowloris attack, and why does it stop a small server?',
      zh: '什么是 Slowloris 攻击？为什么它能让小服务器停住？',
    },
  },
  {
    id: 'a-body-becomes-a-request',
    road: 'bytes',
    title: {
      en: 'A body that becomes the next request',
      zh: '变成下一个请求的正文',
    },
    question: {
      en: 'Why does my server log "{}POST / HTTP/1.1" 405 or 501?',
      zh: '为什么我的服务器日志里有 "{}POST / HTTP/1.1" 405 或 501？',
    },
  },
  {
    id: 'tls-on-a-plain-port',
    road: 'bytes',
    title: {
      en: 'https to a server that speaks http',
      zh: '用 https 访问只会 http 的服务器',
    },
    question: {
      en: 'What does "code 400, message Bad request version" with garbage in my Flask log mean?',
      zh: 'Flask 日志里的 "code 400, message Bad request version" 和一串乱码是什么意思？',
    },
  },
  {
    id: 'http-0-9',
    road: 'bytes',
    title: {
      en: 'HTTP/0.9 is still there',
      zh: 'HTTP/0.9 还在',
    },
    question: {
      en: 'Why does the Werkzeug server answer without status line and headers?',
      zh: '为什么 Werkzeug 服务器的响应没有状态行和标头？',
    },
  },
  {
    id: 'double-slash',
    road: 'bytes',
    title: {
      en: 'Two slashes at the beginning',
      zh: '开头的两个斜杠',
    },
    question: {
      en: 'What happens to a path that begins with two slashes, and why is that a security matter?',
      zh: '以两个斜杠开头的路径会怎样？为什么这与安全有关？',
    },
  },
  {
    id: 'odd-headers',
    road: 'bytes',
    title: {
      en: 'Folded, duplicate and underscore headers',
      zh: '折行、重复和带下划线的标头',
    },
    question: {
      en: 'Why is a header with an underscore missing, and how does WSGI join two headers of one name?',
      zh: '为什么带下划线的标头不见了？WSGI 怎样合并两个同名的标头？',
    },
  },
  {
    id: 'a-space-before-the-colon',
    road: 'bytes',
    title: {
      en: 'A space before the colon',
      zh: '冒号前的一个空格',
    },
    question: {
      en: 'Why are my HTTP headers ignored after one with a space before the colon?',
      zh: '为什么某个标头的冒号前有空格之后，后面的标头都被忽略了？',
    },
  },
  {
    id: 'too-long-and-too-many',
    road: 'bytes',
    title: {
      en: '414 and 431: too long, too many',
      zh: '414 和 431：太长、太多',
    },
    question: {
      en: 'How long may a URL be, and how many headers may a request have, on a Python server?',
      zh: '在 Python 服务器上，URL 最多多长？请求最多有多少个标头？',
    },
  },
  {
    id: 'expect-100-continue',
    road: 'bytes',
    title: {
      en: 'Expect: 100-continue',
      zh: '先问再发：Expect: 100-continue',
    },
    question: {
      en: 'What does Expect: 100-continue do, and who answers it?',
      zh: 'Expect: 100-continue 有什么用？由谁来回答？',
    },
  },
  {
    id: 'chunked-both-ways',
    road: 'bytes',
    title: {
      en: 'Chunked, both ways',
      zh: '双向的分块传输',
    },
    question: {
      en: 'How does a chunked request body reach a WSGI app, and when is the answer chunked?',
      zh: '分块的请求体怎样到达 WSGI 应用？响应什么时候会分块？',
    },
  },
  {
    id: 'head-204-304',
    road: 'bytes',
    title: {
      en: 'HEAD, 204, 304: answers without a body',
      zh: 'HEAD、204、304：没有正文的响应',
    },
    question: {
      en: 'Who takes the body out of the answer to a HEAD request: the app, Werkzeug or the server?',
      zh: '对 HEAD 请求，是谁去掉响应的正文：应用、Werkzeug 还是服务器？',
    },
  },
  {
    id: 'an-error-before-and-after-the-headers',
    road: 'faults',
    title: {
      en: 'An error before and after the headers',
      zh: '标头之前和之后的错误',
    },
    question: {
      en: 'Why does a streaming response that raises still have the status 200?',
      zh: '为什么流式响应中抛出异常，状态却还是 200？',
    },
  },
  {
    id: 'an-undrained-body-and-rst',
    road: 'faults',
    title: {
      en: 'An undrained body, and RST',
      zh: '没有读完的正文与 RST',
    },
    question: {
      en: 'Why do I get "connection reset by peer" when my view does not read the request body?',
      zh: '为什么视图不读请求体时会出现 "connection reset by peer"？',
    },
  },
  {
    id: 'the-client-is-gone',
    road: 'faults',
    title: {
      en: 'The client is gone',
      zh: '客户端已经离开',
    },
    question: {
      en: 'Does my view go on running when the browser cancels the request?',
      zh: '浏览器取消请求之后，我的视图还会继续运行吗？',
    },
  },
  {
    id: 'close-is-always-called',
    road: 'faults',
    title: {
      en: 'close() is always called, but once not',
      zh: 'close() 总会被调用，只有一次例外',
    },
    question: {
      en: 'Is close() of a WSGI response always called, even after an error?',
      zh: 'WSGI 响应的 close() 总会被调用吗？出错之后也会吗？',
    },
  },
  {
    id: 'ctrl-c',
    road: 'faults',
    title: {
      en: 'Ctrl+C',
      zh: '按下 Ctrl+C',
    },
    question: {
      en: 'What happens to running requests when I stop the Flask development server with Ctrl+C?',
      zh: '用 Ctrl+C 停止 Flask 开发服务器时，正在处理的请求会怎样？',
    },
  },
  {
    id: 'the-lost-update',
    road: 'chance',
    title: {
      en: 'The lost update',
      zh: '丢失的更新',
    },
    question: {
      en: 'Is count = count + 1 safe in a threaded Flask app?',
      zh: '在多线程的 Flask 应用里，count = count + 1 安全吗？',
    },
  },
  {
    id: 'loss-and-retransmission',
    road: 'chance',
    title: {
      en: 'Loss and retransmission',
      zh: '丢失与重传',
    },
    question: {
      en: 'What happens to an HTTP answer when one of its packets is lost?',
      zh: 'HTTP 响应的一个数据包丢失了会怎样？',
    },
  },
  {
    id: 'who-runs-next',
    road: 'chance',
    title: {
      en: 'Who runs next',
      zh: '下一个运行的是谁',
    },
    question: {
      en: 'In which order does a threaded server answer requests that arrive at the same time?',
      zh: '同时到达的请求，多线程服务器按什么顺序响应？',
    },
  },
];
