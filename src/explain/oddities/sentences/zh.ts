/** Why steps that look like faults are harmless, in Chinese. */
import type { OdditySentences } from '../oddity-text.ts';

export const ODDITIES_ZH: OdditySentences = {
  'attribute.environ':
    '`address_string` 用 `hasattr` 询问请求是否已有 `environ`；在 `make_environ` 之前，回答就是这个 AttributeError，于是地址取自套接字。',
  'attribute.buffer':
    '`send_response_only` 用 `hasattr` 询问是否已有 `_headers_buffer`；写响应的第一行时还没有，于是新建一个。',
  'attribute.path':
    '`log_request` 读取 `path`，而无法解析的请求行不会给出它；它捕获 AttributeError，并按原样记录该行。',
  attribute:
    '`__getattr__` 回答对不存在的属性 `{name}` 的询问；`hasattr` 或带默认值的 `getattr` 会捕获 AttributeError。',
  gone: '客户端已经离开，响应无人接收：Werkzeug 捕获 {error}，调用什么也不做的 `connection_dropped`，然后为下一个连接服务。',
  'gone.timeout':
    '客户端在处理器的 `timeout` 之内没有发来任何内容；Werkzeug 视其为已离开的客户端，调用 `connection_dropped` 并关闭连接。',
  timeout:
    '客户端在处理器的 `timeout` 之内没有发来任何内容：`handle_one_request` 捕获 TimeoutError，记入日志，并按要求关闭连接。',
  shutdown:
    '`shutdown_request` 在关闭连接之前先停止发送；客户端早已离开，ENOTCONN 说的正是这一点，而 `shutdown_request` 忽略任何 OSError。',
  http: '抛出 {error} 是应用以 HTTP 错误作答的方式：`Request.application` 捕获这个异常，它就成为响应 {status}。',
  app: '应用预料到了这个 {error}：它自己捕获异常，继续执行并作答。',
  form: '请求体不是可读的表单；除非要求不静默，`FormDataParser` 会捕获 {error}，应用得到一个空表单。',
  interrupt:
    '在终端按 Ctrl+C 会在主线程所在之处抛出 KeyboardInterrupt；Werkzeug 的 `serve_forever` 捕获它并关闭服务器：服务器就是这样停止的。',
  child: '这个子进程之前已被回收；`collect_children` 捕获 ChildProcessError，并把它从列表中去掉。',
  accept:
    '`select` 报告的连接没能取到；`_handle_request_noblock` 遇到任何 OSError（这里是 {error}）都会返回，循环接着等待下一个连接。',
  again: '这个描述符不会等待：EAGAIN 表示此刻没有可读的内容，或没有可写的空间，调用者稍后再试。',
  connecting: '这个描述符不会等待：EINPROGRESS 表示连接正在建立，建立后由 `poll` 告知。',
  nameless: '询问对端的名字只是为了显示；对端已经离开，没有名字，也就不显示。',
  unregistered: '这个描述符其间已被关闭，也就随之离开了选择器；`unregister` 忽略该错误。',
  'end.request': '客户端已关闭其发送方向，不再有请求：空的读取就是这样告知的，处理器随即结束连接。',
  'end.drain': '客户端已关闭其发送方向：读取请求剩余内容的排空过程到此结束。',
  end: '空的读取不是错误：对方已关闭其发送方向，它发送的内容都已读完。',
  idle: '在 `serve_forever` 的轮询间隔之内没有任何请求到来：它看一看是否有人调用了 `shutdown`，没有就继续等待。',
  drained: '客户端在 10 毫秒内没有再发来内容：排空结束，连接可以关闭而不致重置。',
  nothing: '在这次等待的时限内什么也没有发生：空的回答正是所要的回答。',
  'not woken': '在时限内没有人唤醒这个线程：锁或条件变量回答 False。',
  'empty datagram': '处理器什么也没有写；`finish` 照样发送写下的内容，空的数据报也是数据报。',
};
