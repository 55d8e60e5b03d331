/**
 * The parts of `ipaddress` that `urllib.parse` needs: whether text in brackets is an IPv6 address.
 * Absent on purpose: networks, arithmetic, everything else.
 */
import { ValueError } from '../python/errors.ts';
import { repr } from '../python/repr.ts';

/**
 * Raises ValueError unless the text is an IPv6 address or of the form `v1.something`.
 * @python urllib.parse._check_bracketed_host
 */
export function checkBracketedHost(host: string): void {
  if (host.startsWith('v')) {
    if (!/^v[a-fA-F0-9]+\.[^\n]+$/.test(host)) throw new ValueError('IPvFuture address is invalid');
    return;
  }
  if (isIpv4(host)) throw new ValueError('An IPv4 address cannot be in brackets');
  if (!isIpv6(host)) throw new ValueError(`${repr(host)} does not appear to be an IPv4 or IPv6 address`);
}

/** Whether `ipaddress.IPv4Address(text)` accepts: four decimal parts up to 255 without leading zeros. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}

/** Whether `ipaddress.IPv6Address(text)` accepts; a zone (`%eth0`) may follow the address. */
export function isIpv6(text: string): boolean {
  const [address = '', zone, more] = text.split('%');
  if (zone === '' || more !== undefined) return false;
  const parts = address.split(':');
  if (parts.length < 3) return false;
  const last = parts.at(-1) ?? '';
  if (last.includes('.')) {
    if (!isIpv4(last)) return false;
    parts.splice(-1, 1, '0', '0');
  }
  return parts.length <= 9 && hasHextets(parts);
}

const isHextet = (part: string): boolean => /^[0-9a-fA-F]{1,4}$/.test(part);

function hasHextets(parts: readonly string[]): boolean {
  const gaps = parts.slice(1, -1).filter((part) => part === '').length;
  if (gaps > 1) return false;
  if (gaps === 0) return parts.length === 8 && parts.every(isHextet);
  const gap = parts.indexOf('', 1);
  let high = parts.slice(0, gap);
  let low = parts.slice(gap + 1);
  if (high[0] === '') high = high.slice(1);
  if (low.at(-1) === '') low = low.slice(0, -1);
  // A leftover colon at the start or the end was not part of `::`.
  if ((parts[0] === '' && high.length > 0) || (parts.at(-1) === '' && low.length > 0)) return false;
  return high.length + low.length < 8 && [...high, ...low].every(isHextet);
}
