// npm run bundle-size: the JavaScript that a first visit loads before anything is seen, gzipped; fails over the limit.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const limitKb = 200;
const gzippedKb = (file) => gzipSync(readFileSync(`dist/${file}`)).length / 1000;
const html = readFileSync('dist/index.html', 'utf8');
const initial = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file);
const all = readdirSync('dist/assets').filter((file) => file.endsWith('.js'));
const total = initial.reduce((sum, file) => sum + gzippedKb(file), 0);
for (const file of initial) console.log(`${gzippedKb(file).toFixed(1).padStart(7)} kB  ${file}`);
console.log(`${total.toFixed(1).padStart(7)} kB  initial, of at most ${limitKb} kB; ${all.length - initial.length} files load later`);
process.exitCode = total <= limitKb ? 0 : 1;
