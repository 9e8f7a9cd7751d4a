// npm run fixture-server [port]: the built dashboard over the fixture scene, to look at it without the real server.
import { fileURLToPath } from 'node:url';
import { fullScene } from './scenes.mjs';
import { FixtureServer } from './server.mjs';

const server = new FixtureServer({ dist: fileURLToPath(new URL('../../dist', import.meta.url)) });
fullScene(server);
console.log(await server.listen(Number(process.argv[2] ?? 0)));
