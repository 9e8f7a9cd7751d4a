// Two hosts and a cable between them, made of network namespaces that are gone with their last process. The relay's host is this process, which
// has to be started by inNetworkOfItsOwn().

import { execFileSync, spawnSync } from 'node:child_process';

import { ChildProcess } from './childprocess.mjs';

const path = `${process.env.PATH}:/usr/sbin:/sbin`; // ip and tc

function unshareArgs() {
  return process.getuid() === 0 ? ['--net'] : ['--user', '--map-root-user', '--net'];
}

// Runs a script of Node.js in a network where there is nothing but what it makes; gives {code} and its lines.
export function inNetworkOfItsOwn(script, args) {
  const tried = spawnSync('unshare', [...unshareArgs(), 'true'], { encoding: 'utf8' });
  if (tried.status !== 0) {
    throw new Error(`This test needs network namespaces: run it as root or allow user namespaces (unshare ${unshareArgs().join(' ')}: ${tried.error ?? tried.stderr})`);
  }
  const { NODE_TEST_CONTEXT, ...env } = process.env; // a program, not a test file
  return new ChildProcess('unshare', [...unshareArgs(), process.execPath, script, ...args], { env: { ...env, PATH: path } });
}

function run(program, ...args) {
  return execFileSync(program, args, { encoding: 'utf8', env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
}

export class Network {
  relayAddress = '10.77.0.1';
  machineAddress = '10.77.0.2';
  #holder;

  static async create() {
    const network = new Network();
    network.#holder = new ChildProcess('unshare', ['--net', 'sh', '-c', 'echo ready; exec tail -f /dev/null']);
    await network.#holder.line(/^ready$/);
    run('ip', 'link', 'set', 'lo', 'up');
    run('ip', 'link', 'add', 'name', 'to-machine', 'type', 'veth', 'peer', 'name', 'to-relay');
    run('ip', 'link', 'set', 'to-relay', 'netns', String(network.#holder.pid));
    run('ip', 'addr', 'add', `${network.relayAddress}/24`, 'dev', 'to-machine');
    run('ip', 'link', 'set', 'to-machine', 'up');
    network.#machineRun('ip', 'link', 'set', 'lo', 'up');
    network.#machineRun('ip', 'addr', 'add', `${network.machineAddress}/24`, 'dev', 'to-relay');
    network.#machineRun('ip', 'link', 'set', 'to-relay', 'up');
    return network;
  }

  // In front of a program that is to run at the machine's host.
  get atMachine() { return ['nsenter', `--target=${this.#holder.pid}`, '--net']; }
  #machineRun(...command) { return run(...this.atMachine, ...command); }

  // The cable is pulled at the relay's end: the machine's host loses its carrier.
  pull() { run('ip', 'link', 'set', 'to-machine', 'down'); }
  plug() { run('ip', 'link', 'set', 'to-machine', 'up'); }

  changeMachineAddress(address) {
    this.#machineRun('ip', 'addr', 'add', `${address}/24`, 'dev', 'to-relay');
    this.#machineRun('ip', 'addr', 'del', `${this.machineAddress}/24`, 'dev', 'to-relay');
    // The kernel removes an address of the same subnet with the first one, unless it is told to promote it.
    if (!this.#machineRun('ip', 'addr', 'show', 'dev', 'to-relay').includes(address)) this.#machineRun('ip', 'addr', 'add', `${address}/24`, 'dev', 'to-relay');
    this.machineAddress = address;
  }

  // Delay and loss of packets both ways. Gives what this kernel can do of it: 'netem', or 'loss' when only packets can be lost.
  impair({ delay, loss }) {
    const devices = [['to-machine', run], ['to-relay', (...command) => this.#machineRun(...command)]];
    try {
      for (const [device, at] of devices) at('tc', 'qdisc', 'add', 'dev', device, 'root', 'netem', 'delay', `${delay}ms`, 'loss', `${loss}%`);
      return 'netem';
    } catch (error) {
      if (!/qdisc kind is unknown/.test(error.stderr)) throw error;
    }
    // One packet of 128 goes nowhere, chosen by the low bits of its IP identification, which is another when it is sent again. (0 is that of
    // every SYN ACK.)
    for (const [device, at] of devices) {
      at('ip', 'link', 'set', 'dev', device, 'gso_max_segs', '1'); // packets as on a wire
      at('tc', 'qdisc', 'add', 'dev', device, 'root', 'handle', '1:', 'htb', 'default', '10');
      for (const kind of ['10', '20']) at('tc', 'class', 'add', 'dev', device, 'parent', '1:', 'classid', `1:${kind}`, 'htb', 'rate', '10gbit', 'quantum', '60000');
      at('tc', 'qdisc', 'add', 'dev', device, 'parent', '1:20', 'blackhole');
      at('tc', 'filter', 'add', 'dev', device, 'parent', '1:', 'protocol', 'ip', 'u32', 'match', 'u16', '0x002a', '0x007f', 'at', '4', 'flowid', '1:20');
    }
    return 'loss';
  }

  // Packets that impair() lost on the way to the relay.
  get lostPackets() {
    return [...this.#machineRun('tc', '-s', 'qdisc', 'show', 'dev', 'to-relay').matchAll(/dropped (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  close() { return this.#holder.end('SIGKILL'); }
}
