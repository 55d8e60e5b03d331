/** A page that holds one xterm, which echoes what is typed: what a terminal costs without anything around it. */
import { Terminal } from '@xterm/xterm';

const terminal = new Terminal({ cols: 80, rows: 30 });
const place = document.querySelector<HTMLElement>('#terminal');
if (place !== null) terminal.open(place);
terminal.onData((data) => terminal.write(data === '\r' ? '\r\n' : data));
