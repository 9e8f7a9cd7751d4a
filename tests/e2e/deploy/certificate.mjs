// A certificate for localhost that nobody trusts but who is told to.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function makeCertificate(folder) {
  const [key, certificate, both] = ['key.pem', 'certificate.pem', 'both.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const pem = readFileSync(certificate, 'utf8');
  writeFileSync(both, pem + readFileSync(key, 'utf8'), { mode: 0o600 });
  return { key, certificate, both, pem };
}

// A command before a program that makes the system's certificates, for this program only, consist of ours: in a mount namespace of its own.
export function trusting({ certificate }) {
  const script = 'copy=$(mktemp) && cat "$1" >"$copy" && mount -t tmpfs tmpfs /etc/ssl/certs && cp "$copy" /etc/ssl/certs/ours.pem && rm "$copy"'
    + ' && openssl rehash /etc/ssl/certs >/dev/null && shift && exec "$@"';
  const namespace = process.getuid() === 0 ? ['-m'] : ['-m', '-r']; // who is not root becomes it in a user namespace
  return ['unshare', ...namespace, 'sh', '-c', script, 'sh', certificate];
}
