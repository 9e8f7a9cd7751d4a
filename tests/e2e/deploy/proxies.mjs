// The real nginx and the real HAProxy with the configurations of packaging/, in which only names of places are replaced: ports, certificate, log, and
// the user that a test cannot become.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { ChildProcess } from '../harness/childprocess.mjs';
import { eventually } from '../harness/eventually.mjs';
import { answers, freePort } from '../harness/ports.mjs';

const packaging = fileURLToPath(new URL('../../../packaging/', import.meta.url));

// Every one of these must be in the file: a configuration that has changed is not tested by halves.
function replaced(file, changes) {
  return Object.entries(changes).reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`${file} has no "${from}" any more: correct this test`);
    return text.replaceAll(from, to);
  }, readFileSync(join(packaging, file), 'utf8'));
}

const kinds = {
  nginx(folder, { plainPort, tlsPort, relayPort, certificate }) {
    const site = replaced('nginx/agentmonitor.conf', {
      'listen 80;': `listen 127.0.0.1:${plainPort};`,
      'listen 443 ssl;': `listen 127.0.0.1:${tlsPort} ssl;`,
      'https://$host$request_uri': `https://$host:${tlsPort}$request_uri`,
      'server_name monitor.yourdomain.com;': 'server_name localhost;',
      '/etc/letsencrypt/live/monitor.yourdomain.com/fullchain.pem': certificate.certificate,
      '/etc/letsencrypt/live/monitor.yourdomain.com/privkey.pem': certificate.key,
      '127.0.0.1:3457': `127.0.0.1:${relayPort}`,
    });
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n');
    writeFileSync(join(folder, 'site.conf'), site);
    writeFileSync(join(folder, 'nginx.conf'), `daemon off;
${process.getuid() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid;
error_log stderr notice;
events { worker_connections 1024; }
http { access_log off; ${temporary} include ${folder}/site.conf; }
`);
    return ['/usr/sbin/nginx', ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')]];
  },

  haproxy(folder, { plainPort, tlsPort, relayPort, certificate }) {
    writeFileSync(join(folder, 'haproxy.cfg'), replaced('haproxy/haproxy.cfg', {
      'bind :80': `bind 127.0.0.1:${plainPort}`,
      'bind :443 ssl': `bind 127.0.0.1:${tlsPort} ssl`,
      '/etc/haproxy/agentmonitor.pem': certificate.both,
      'server relay 127.0.0.1:3457': `server relay 127.0.0.1:${relayPort}`,
      'log /dev/log local0': '# no log',
      'log global': '# no log',
      'chroot /var/lib/haproxy': '# no chroot',
      'user haproxy': '# no user',
      'group haproxy': '# no group',
    }));
    return ['/usr/sbin/haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')]];
  },
};

export const proxyKinds = Object.keys(kinds);

export class Proxy {
  #process;

  static async start(kind, folder, relayPort, certificate) {
    const proxy = new Proxy();
    for (let attempt = 1; ; ++attempt) {
      const [plainPort, tlsPort] = [await freePort(), await freePort()];
      const [program, args] = kinds[kind](folder, { plainPort, tlsPort, relayPort, certificate });
      proxy.#process = new ChildProcess(program, args, { cwd: folder, env: { PATH: process.env.PATH } });
      const up = await eventually(
        async () => (!proxy.#process.running && 'ended') || (await answers(plainPort) && await answers(tlsPort) && 'up'), `${kind} does not start`);
      if (up === 'up' && proxy.#process.running) {
        proxy.plainBase = `http://localhost:${plainPort}`;
        proxy.base = `https://localhost:${tlsPort}`;
        proxy.port = tlsPort;
        return proxy;
      }
      await proxy.#process.ended();
      if (attempt === 5 || !/in use|cannot bind/i.test(proxy.log.join('\n'))) throw new Error(`${kind} ended:\n${proxy.log.join('\n')}`);
    }
  }

  get pid() { return this.#process.pid; }
  get log() { return this.#process.lines; }
  stop() { return this.#process.end('SIGTERM'); }
}
