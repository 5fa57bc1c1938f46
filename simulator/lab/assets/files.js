// A file that the browser saves; nothing is sent anywhere.
import {el} from './dom.js';

export function saveFile(name, text) {
  const address = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
  const link = el('a', {href: address, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
