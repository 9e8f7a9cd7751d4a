// The real server with a clean environment, a data directory of its own and a free port.

import { ChildProcess } from './childprocess.mjs';
import { cliEnvironment } from './clisettings.mjs';
import { paths } from './paths.mjs';

const environment = ({ home, modelApiPort, claude = paths.claude, extra = {} }) =>
  ({ ...cliEnvironment(home, `http://127.0.0.1:${modelApiPort}`), CLAUDE_BIN: claude, PORT: '0', ...extra });

export class Server {
  #process;

  // `wrap` is a command to run it in, such as ['unshare', '-m', ...]. The command must exec it, so that the pid is the server's.
  // `program` is another copy of the server.
  constructor({ dataDir, wrap = [], args = [], program: copy = paths.server, ...rest }) {
    const [program, ...before] = [...wrap, copy];
    this.#process = new ChildProcess(program, [...before, '--data-dir', dataDir, ...args], { env: environment(rest), cwd: rest.home }); // no .env of the developer's
  }

  async listening(milliseconds) {
    const [, port] = await this.#process.line(/running on port (\d+)/, milliseconds);
    this.port = Number(port);
    this.base = `http://127.0.0.1:${port}`;
  }

  get pid() { return this.#process.pid; }
  get log() { return this.#process.lines; }
  get running() { return this.#process.running; }

  ended(milliseconds) { return this.#process.ended(milliseconds); }
  stop() { return this.#process.end('SIGTERM'); }
  kill() { return this.#process.end('SIGKILL'); }
}
