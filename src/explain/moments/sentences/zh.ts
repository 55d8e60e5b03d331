/** Why moments come, in Chinese. */
import type { CauseCode } from '../rule.ts';

export const ZH: { readonly [C in CauseCode]: string } = {
  run_simple: '程序以 {host} 为地址、带着应用调用了 `run_simple`：它创建服务器，打印地址，然后一直服务到被停止。',
  'make_server.base':
    '既没有要求 `threaded`，也没有要求 `processes`，所以 `make_server` 选用 `BaseWSGIServer`，一个连接接着一个连接地服务。',
  'make_server.threaded':
    '因为 `threaded` 为真，`make_server` 选用 `ThreadedWSGIServer`：每个连接一个线程，`protocol_version` 变为 HTTP/1.1。',
  'make_server.forking':
    '因为 `processes` 大于 1，`make_server` 选用 `ForkingWSGIServer`：每个连接一个进程，`protocol_version` 变为 HTTP/1.1。',
  serve_forever: '套接字已在监听，于是循环开始：等待连接，并且每 {seconds} 秒看一次是否有人调用了 `shutdown`。',
  'serve_forever.datagrams':
    '套接字已经绑定，于是循环开始：等待数据报，并且每 {seconds} 秒看一次是否有人调用了 `shutdown`。',
  'select.connection':
    '`select` 返回了，因为连接 {connection} 正在监听队列里等待：监听套接字因此可读，`accept` 不会阻塞。',
  'select.connections':
    '`select` 返回了，因为监听队列里有 {waiting} 个连接在等；`accept` 取走最早的连接 {connection}，其余的继续等。',
  'select.datagram':
    '`select` 返回了，因为客户端 {connection} 发来的一个 {bytes} 字节的数据报已在服务器套接字的接收队列里。',

  get_request:
    '循环因为套接字可读而调用 `get_request`；`accept` 从队列取出最早的连接，描述符为 {fd}，队列里还剩 {waiting} 个。',
  'get_request.bytes': '`accept` 从队列取出最早的连接，描述符为 {fd}；它的 {bytes} 个字节早已到达，正在内核里等待。',
  'get_request.datagram':
    '数据报不需要 `accept`：`get_request` 用 `recvfrom` 把它从队列中取出，发送者即客户端 {connection}，就是客户端地址。',
  'get_request.program': '程序自己调用了 `accept`：来自 {address} 的连接现在是描述符 {fd}，接下来如何处理由程序决定。',
  'accept failed':
    '`accept` 因 {error} 失败；`_handle_request_noblock` 遇到任何 `OSError` 都直接返回，连接留在原处，循环会再试。',
  rejected:
    '`verify_request` 对连接 {connection} 返回了 False，所以不处理它：`shutdown_request` 将其关闭，客户端得不到回答。',
  process_request:
    '`verify_request` 返回了 True。`BaseServer.process_request` 就在本线程里调用 `finish_request`，在它返回之前没有人接受新连接。',
  'process_request.threading':
    '`verify_request` 返回了 True。`ThreadingMixIn` 覆盖了 `process_request`：由一个新线程服务该连接，本线程回到 `select`。',
  'process_request.forking':
    '`verify_request` 返回了 True。`ForkingMixIn` 覆盖了 `process_request`：由一个子进程服务该连接，父进程回到 `select`。',
  thread: '线程 `{thread}` 只为连接 {connection} 而启动：它等自己的客户端多久都行，循环照常运行。',
  fork: '`fork` 创建了子进程 {pid}，它有全部描述符的副本：子进程服务描述符 {fd}，父进程关闭自己的副本，连接仍然打开。',
  'fork.datagram': '`fork` 创建了子进程 {pid}，它有数据报和服务器套接字的副本：由它回答，父进程继续运行。',
  reap: '子进程 {pid} 已经结束，此前一直是僵尸进程：`collect_children` 用 `waitpid` 询问，进程表这才把它移除。',
  finish_request:
    '`finish_request` 创建请求处理器的实例；其 `__init__` 依次调用 `setup`、`handle` 和 `finish`，所以创建它就是服务它。',

  setup:
    '`rbufsize` 为 -1，所以 `rfile` 经由缓冲区读取；`wbufsize` 为 0，所以每次 `wfile.write` 都立即对描述符 {fd} 执行 `sendall`。',
  'setup.other':
    '请求处理器自己规定了缓冲区大小，所以描述符 {fd} 的 `rfile` 和 `wfile` 按它来创建，而不是通常的 -1 和 0。',
  'setup.plain':
    '普通的 `BaseRequestHandler` 在 `setup` 里什么也不准备：它的 `handle` 直接使用套接字，即描述符 {fd}，没有 `rfile` 和 `wfile`。',
  'setup.datagram':
    '可读的只有一个数据报，所以 `rfile` 是装着它的 `BytesIO`，`wfile` 是另一个 `BytesIO`，用来收集回复。',
  handle_one_request: '`handle` 总是先服务一个请求，之后才看 `close_connection`。请求行从 `rfile` 读取，没有就等待。',
  'handle_one_request.again':
    '上一个回答之后 `close_connection` 为 False，所以 `handle` 在同一连接上再来一轮，等待下一个请求行。',
  'handle_one_request.buffered':
    '`close_connection` 为 False，所以 `handle` 再来一轮；上一个请求之后的 {bytes} 个字节已在 `rfile` 的缓冲区里。',
  'parse_request.keeps':
    '请求写的是 {version}，`protocol_version` 也是，所以 `close_connection` 变为 False：连接可以继续服务下一个请求。',
  'parse_request.keeps_asked':
    '请求写的是 {version}，但要求 `Connection: keep-alive`，而 `protocol_version` 是 HTTP/1.1，所以 `close_connection` 变为 False。',
  'parse_request.closes_asked':
    '因为请求带有标头 `Connection: close`，`close_connection` 保持 True：这个回答之后连接就会关闭。',
  'parse_request.closes_version':
    '因为请求写的是 {version}，又没有要求保持连接，`close_connection` 保持 True：这个回答之后连接就会关闭。',
  'parse_request.closes_protocol':
    '请求写的是 {version}，但请求处理器的 `protocol_version` 是 HTTP/1.0，所以 `close_connection` 保持 True：这个回答之后连接就会关闭。',
  'parse_request.http09': '请求行只有两个词：`{method}` 和路径，没有版本，所以算作 HTTP/0.9，回答里没有标头。',
  'empty request': '客户端还没发请求行就结束了自己这一侧，`readline` 什么也没读到：没有什么可回答。',
  'empty request.again':
    '客户端在上一个回答之后结束了自己这一侧，`readline` 什么也没读到，`close_connection` 变为 True：请求处理器的工作完成了。',
  'empty request.blank':
    '请求行是空行，所以 `parse_request` 返回 False 但不报错：不作回答，`close_connection` 为 True。',
  leftover: '上一个请求体的最后 {bytes} 个字节没有人读：它们还在流里，`readline` 把它们当成了请求行。',
  'leftover.chunked': '上一个请求体的分块没有人读：它们还在流里，`readline` 把第一个块的大小当成了请求行。',
  continue:
    '客户端发来 `Expect: 100-continue`，先不发请求体，所以 `handle_expect_100` 在服务请求之前发送 100 Continue。',
  'continue.werkzeug':
    '客户端发来 `Expect: 100-continue`；`run_wsgi` 在生成 `environ` 之前就回答 100 Continue，不管应用是否会读请求体。',

  run_wsgi:
    '对于 {method}，请求处理器查找 `do_{method}`，但没有人定义它；凡以 `do_` 开头的名字，`WSGIRequestHandler.__getattr__` 都返回 `run_wsgi`。',
  make_environ:
    '应用要用一个字典来调用，所以请求行、地址和 {headers} 个标头变成键；请求体留在 `rfile` 里，即 `wsgi.input`。',
  'make_environ.bare':
    '应用要用一个字典来调用，所以请求行和地址变成键；没有标头，因此没有 `HTTP_` 键，连 `HTTP_HOST` 也没有。',
  'make_environ.chunked':
    '因为请求体以 `Transfer-Encoding: chunked` 传来，`wsgi.input` 是包着 `rfile` 的 `DechunkedInput`，`wsgi.input_terminated` 为 True。',
  'make_environ.underscore': '标头 `{header}` 被略去：名字里有下划线，它会和用连字符的写法得到同一个键。',
  'make_environ.twice':
    '标头 `{header}` 出现了不止一次，而 `environ` 的一个键只有一个值：`make_environ` 用逗号把各个值连起来。',
  app: '`environ` 已经完整，所以 `execute` 以 `environ` 和 `start_response` 调用应用；从这里起由应用决定。',
  start_response:
    '应用以 {status} 调用了 `start_response`；它只存进 `status_set` 和 `headers_set`：第一次 write 之前什么也不发送。',
  'start_response.again':
    '应用带着 `exc_info` 再次调用了 `start_response`；因为还什么都没发送，{status} 取代了先前的设置。',
  'start_response.late':
    '已发送的标头列表是空的，Python 把它当作未发送，所以 `start_response` 接受了 {status}：但为时已晚，它不会被发送。',
  'start_response.error':
    '先前的设置作废，`InternalServerError` 自己作为应用运行：它的 `start_response` 设置了 {status}。',
  write:
    '这是第一次 `write`，所以标头先于正文发出；不管 `close_connection` 曾是什么，`write` 总会加上 `Connection: close`。',
  'write.chunked':
    '应用没有给 Content-Length，而 `protocol_version` 是 HTTP/1.1，所以第一次 `write` 加上 `Transfer-Encoding: chunked`，每一段作为一个块发送。',
  'write.head': '第一次 `write` 发送标头；方法是 HEAD，所以 Werkzeug 不加 `Transfer-Encoding`，应用也没有正文可发。',
  'write.no_body': '第一次 `write` 发送标头；状态 {status} 的回答没有正文，所以 Werkzeug 不加 `Transfer-Encoding`。',
  'write.empty': '应用没有给出要发送的字节，所以 `execute` 自己用空字节调用一次 `write`：否则标头永远不会发送。',
  'write.http09': '对 HTTP/0.9 请求不发状态行，也不发标头：第一次 `write` 只发送正文。',
  drain: '若还有未读字节就关闭，连接会被重置，回答可能丢失，所以 `execute` 最多等 10 毫秒，看是否还有数据到来。',
  'drain.bytes': '还有 {bytes} 个字节没有人读；现在关闭会重置连接，所以 `execute` 先读出并丢弃它们。',
  'drain.end': '没有字节在等，套接字却可读：客户端已经结束自己这一侧，关闭前的等待立即结束。',
  'iterator close':
    'PEP 3333 要求：应用返回的可迭代对象若有 `close` 就必须调用；`execute` 在 `finally` 里调用它，出错之后也不例外。',

  'error.syntax':
    '请求行既不是两个词也不是三个词，所以 `parse_request` 回答 400 Bad request syntax 并返回 False；不调用应用。',
  'error.version':
    '请求行的第三个词不是由两个短数字组成的 HTTP 版本，所以 `parse_request` 回答 400 Bad request version。',
  'error.http09': '两个词的请求行是 HTTP/0.9，它只认识 GET，所以 `parse_request` 回答 400 并返回 False。',
  'error.414': '请求行超过 65,536 字节，所以 `handle_one_request` 不作解析就回答 414；其余部分不再读取。',
  'error.431_line': '有一行标头超过 65,536 字节，所以 `parse_request` 回答 431 Line too long；其余部分不再读取。',
  'error.431_many': '标头超过 100 行，所以 `parse_request` 回答 431 Too many headers；其余的不再读取。',
  'error.501': '请求处理器没有方法 `do_{method}`，所以 `handle_one_request` 回答 501 Unsupported method；连接将关闭。',
  'error.505': '请求写的是 HTTP/2.0 或更高，所以 `parse_request` 回答 505 Invalid HTTP version；不读取标头。',
  error: '请求处理器以 {code} 调用了 `send_error`：发出的是错误页而不是回答，并带有 `Connection: close`。',
  'exception.before': '应用在什么都没发送之前抛出了 {error}，所以 `run_wsgi` 还能回答 500；回溯写进日志，不给客户端。',
  'exception.after': '应用在标头发出之后抛出了 {error}：状态已无法更改，客户端得到的回答被截断，回溯写进日志。',
  'not closed':
    '关闭前的等待抛出了 {error}，而应用可迭代对象的 `close` 在同一个 `finally` 里排在它后面：它永远不会被调用。',
  dropped: '客户端已经不在：发送因 {error} 失败。`connection_dropped` 什么也不做，所以日志里没有回溯，也不尝试 500。',
  'dropped.reading':
    '客户端已经不在：连接在应用之外因 {error} 失败。`handle` 捕获它，`connection_dropped` 什么也不做，日志保持沉默。',
  handle_error:
    '连接 {connection} 的异常从 `process_request` 里传了出来：`handle_error` 打印回溯，连接被关闭，服务器继续运行。',
  timeout: '请求处理器设有 `timeout`，而客户端这么久没有发来任何东西：读取抛出 `TimeoutError`，记入日志，连接关闭。',
  'timeout.server': '在服务器的 `timeout` 之内没有请求到来，所以 `handle_request` 不再等待，调用 `handle_timeout`。',
  'reset.reading': '客户端重置了连接，所以读取以 ECONNRESET 失败：流没有正常结束，也没有人可以回答。',
  'reset.answering': '回答期间客户端重置了连接，所以读取以 ECONNRESET 失败，已发送的内容可能从未被读到。',
  'reset.client':
    '客户端收到了重置：服务器在队列里还有未读字节时关闭，或根本没有接受连接，所以 `recv` 以 ECONNRESET 失败。',
  'reset.queued': '监听套接字关闭时连接 {connection} 还在其队列里等待：内核将它重置，因为再也不会有人接受它。',
  interrupt: '在服务器的终端里按下了 Ctrl+C：SIGINT 送达进程，Python 在主线程里抛出 `KeyboardInterrupt`。',
  'interrupt.caught':
    '`KeyboardInterrupt` 结束了循环；`BaseWSGIServer.serve_forever` 捕获它，并在 `finally` 里关闭服务器，所以不打印回溯。',
  shutdown:
    '`shutdown` 只设置一个标志，循环在 `poll_interval` 之内、下一次 `select` 之后看到它；然后 `shutdown` 等到循环结束。',
  server_close: '循环已经结束，所以 `server_close` 关闭监听套接字：此后来连接的会被拒绝，在队列里等待的会被重置。',

  finish: '`handle` 已经返回，所以 `finish` 刷新 `wfile` 并关闭两个文件；连接本身一直打开到 `shutdown_request`。',
  'finish.datagram': '`handle` 已经返回，所以 `finish` 把 `wfile` 收集的内容发往客户端地址：一个数据报，哪怕是空的。',
  'finish.plain': '`handle` 已经返回；普通的 `BaseRequestHandler` 没有文件，所以它的 `finish` 什么也不做。',
  close:
    '请求处理器的工作完成了：`shutdown(SHUT_WR)` 在最后一个字节之后发送 FIN，客户端由此看到结尾，然后关闭描述符 {fd}。',
  'close.reset':
    '请求处理器的工作完成了，但接收队列里还有 {bytes} 个字节未读：此时关闭会发送重置，客户端可能丢失回答。',
  'close.gone': '请求处理器的工作完成了，而连接早已不在：`shutdown` 以 ENOTCONN 失败，被忽略，描述符 {fd} 随即关闭。',
  'close.unserved':
    '没有为这个连接创建请求处理器，所以既没有读取也没有发送：`shutdown_request` 发送 FIN 并关闭描述符 {fd}。',
  'close.datagram': '数据报没有连接：`UDPServer` 的 `close_request` 什么也不做，因为套接字属于服务器。',
  'close.program': '程序没有经过 `shutdown_request`，自己关闭了描述符 {fd}：内核发送 FIN，客户端看到结尾。',
  'close.exit': '进程结束时连接还开着；内核关闭它的所有描述符，不管线程正在用它们做什么。',

  connect: '握手由内核独自应答，所以在服务器调用 `accept` 之前 `connect` 就成功了：连接在监听队列里等待。',
  'connect.behind':
    '服务器还没调用 `accept`，`connect` 就成功了：握手由内核应答，监听队列里它前面还有 {waiting} 个连接。',
  'connect.link': 'SYN 和 SYN-ACK 已经穿过网络，一个来回，所以 `connect` 成功；服务器可能还在忙别的事。',
  'connect.datagrams': '对数据报来说 `connect` 什么也不发送：它只设定发送的目的地址，不管那里有没有人。',
  refused: '这个地址上没有人监听，所以内核用重置回应 SYN，`connect` 以 ECONNREFUSED 失败。',
  'refused.other': '`connect` 以 {error} 失败：握手始终没有完成，连接不存在。',
  'queue full': '监听队列已满，{waiting} 个连接没有人接受，所以内核丢弃 SYN：`connect` 继续等待，SYN 会再次发送。',
  sent: '连接已经打开，所以 {bytes} 个字节进入服务器一侧内核的接收队列，服务连接 {connection} 的线程若在等待，就被唤醒。',
  'sent.queued': '服务器还没有接受连接，内核已经收下 {bytes} 个字节：它们在其套接字的接收队列里等待。',
  'sent.closed': '服务器已经关闭连接，客户端仍发送 {bytes} 个字节：服务器的内核会用重置来回应。',
  'sent.link': '客户端的内核收下 {bytes} 个字节，分段发出：半个来回之后它们才到服务器。',
  'sent.datagram': '客户端发送一个 {bytes} 字节的数据报：没有握手，没有次序，也没有人告知它是否到达。',
  answered: '回答的前 {bytes} 个字节已在客户端的接收队列里，所以它的 `poll` 返回了，而服务器还没有处理完这个连接。',
  'answered.closed': '客户端现在才拿到 {bytes} 个字节；服务器早已关闭连接，但内核会送达先前发出的内容。',
  'answered.datagram': '一个 {bytes} 字节的数据报回到了客户端：在 UDP 里，这个回复是服务器存在的唯一迹象。',
  end: '服务器关闭了自己这一侧，所以 `recv` 返回 0 字节：对 HTTP/1.0 回答的客户端来说，这个结尾就是正文的结尾。',
  'end.nothing': '服务器一个字节也没发就关闭了自己这一侧，所以 `recv` 返回 0 字节：不会有回答了。',
  'half-close': '客户端关闭了发送方向：FIN 告诉服务器不会再有字节，而客户端还能接收。',
  'client close': '客户端关闭连接：FIN 发往服务器，服务器要到下次读取或发送失败时才会知道。',
  'client close.reset':
    'SO_LINGER 设为 0，所以客户端关闭时发送的是重置而不是 FIN：未读字节丢失，服务器下次读取会失败。',
  'client close.datagrams': '客户端关闭描述符 {fd}；数据报没有连接，什么也不发送，所以服务器永远不会知道。',
  'lost update':
    '丢失的更新：两者都读到 {value}。这个线程读取 `{name}` 之后，另一个线程已经写过它；现在写入的值把那次更新覆盖了。',
  lost: '网络丢失了 {segment}：没有人会得到通知，发送方只能因为确认没有按时到来而察觉。',
  'sent again': '{segment} 的确认没有按时到来，所以内核再次发送它；每次等待的时间加倍。',
};
