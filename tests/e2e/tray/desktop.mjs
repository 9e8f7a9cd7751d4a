// A desktop of its own: an X server without a screen, a session bus, a window manager, a panel and somebody who shows notifications.

import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { deadline, patience } from '../harness/deadline.mjs';
import { eventually } from '../harness/eventually.mjs';
import { paths } from '../harness/paths.mjs';
import { StatusNotifierPanel } from './statusnotifierpanel.mjs';

// The icon's tile (tray/icon/iconshape.cpp) in each state, and the badge.
export const colours = { stopped: '#6f727a', local: '#5652d6', up: '#1f7f55', trouble: '#c2352b', badge: '#ffc233' };

const here = fileURLToPath(new URL('.', import.meta.url));

// The first line of a program that goes on.
function firstLine(child, stream = child.stdout) {
  return deadline(new Promise((resolve, reject) => {
    createInterface({ input: stream }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended: ${code}`)));
  }), patience, () => child.spawnfile);
}

export class Desktop {
  notices = []; // {id, title, text}
  #children = [];
  #notifier;

  // `panel`: 'trayer' (XEmbed, what X11 panels do), 'statusnotifier' (over D-Bus, what KDE and GNOME's extension do), or none.
  static async start({ panel = 'trayer' } = {}) {
    const desktop = new Desktop();
    const x = desktop.#spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], process.env);
    desktop.display = `:${await firstLine(x)}`;
    desktop.environment = { PATH: process.env.PATH, DISPLAY: desktop.display, LANG: 'C.UTF-8', HOME: '/tmp' };
    const bus = desktop.#spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], desktop.environment);
    desktop.environment.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus);
    desktop.#spawn('openbox', [], desktop.environment);
    desktop.xdotool('mousemove', '640', '780');
    desktop.#children.push(spawn('xsetroot', ['-solid', '#3b5b7a'], { env: desktop.environment, stdio: 'ignore' }).on('error', () => {}));
    await desktop.#startNotifier();
    if (panel === 'trayer') desktop.startPanel();
    if (panel === 'statusnotifier') await desktop.startStatusNotifier();
    return desktop;
  }

  #spawn(program, args, env) {
    const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#children.push(child);
    return child;
  }

  startPanel() {
    this.#spawn('trayer', ['--edge', 'top', '--align', 'right', '--widthtype', 'request', '--heighttype', 'pixel', '--height', '24',
      '--transparent', 'false', '--tint', '0x24262b', '--expand', 'false'], this.environment);
  }

  async startStatusNotifier() {
    this.statusNotifier = new StatusNotifierPanel(this.#spawn('/usr/bin/python3', [join(here, 'statusnotifier.py')], this.environment));
    await this.statusNotifier.ready();
  }

  async #startNotifier() {
    this.#notifier = this.#spawn('/usr/bin/python3', [join(here, 'notificationdaemon.py')], this.environment);
    await deadline(new Promise((resolve) => {
      createInterface({ input: this.#notifier.stdout }).on('line', (line) => {
        const notice = JSON.parse(line);
        if (notice.ready) resolve();
        else this.notices.push(notice);
      });
    }), patience, () => 'the notification daemon');
  }

  clickNotice(id) { this.#notifier.stdin.write(`${id}\n`); }

  notice(pattern, milliseconds) {
    return eventually(() => this.notices.find(({ title }) => pattern.test(title)), `a notification like ${pattern} in ${JSON.stringify(this.notices)}`, milliseconds);
  }

  xdotool(...args) { return execFileSync('xdotool', args, { env: this.environment, encoding: 'utf8' }).trim(); }
  key(...keys) { for (const each of keys) this.xdotool('key', '--delay', '20', each); }

  type(text) { this.xdotool('type', '--delay', '20', text); }

  // Ids of windows that are shown, by their title.
  windows(title) {
    try {
      return this.xdotool('search', '--onlyvisible', '--name', title).split('\n').filter(Boolean);
    } catch {
      return []; // xdotool's way of saying none
    }
  }

  window(title) { return eventually(() => this.windows(title)[0], `a window named ${title}`); }

  get #panelWindow() {
    try {
      return this.xdotool('search', '--onlyvisible', '--class', 'trayer').split('\n')[0];
    } catch {
      return undefined;
    }
  }

  #place() {
    const window = this.#panelWindow;
    if (!window) return undefined;
    const [, x, y, width, height] = /X=(-?\d+)\nY=(-?\d+)\nWIDTH=(\d+)\nHEIGHT=(\d+)/.exec(this.xdotool('getwindowgeometry', '--shell', window));
    return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  }

  #pixels({ x, y, width, height }) {
    return execFileSync('import', ['-window', 'root', '-crop', `${width}x${height}+${x}+${y}`, '-depth', '8', 'rgb:-'], { env: this.environment, maxBuffer: 1 << 26 });
  }

  // How many pixels of the panel have that colour ("#5652d6").
  panelHas(colour) {
    const place = this.#place();
    if (!place) return 0;
    const wanted = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    const pixels = this.#pixels(place);
    let count = 0;
    for (let i = 0; i + 2 < pixels.length; i += 3)
      if (wanted.every((value, channel) => Math.abs(pixels[i + channel] - value) <= 3)) count += 1;
    return count;
  }

  // Until the icon has that colour; how long it took.
  panelShows(colour) { return eventually(() => this.panelHas(colour) >= 40, `the panel to show ${colour}`); }

  async clickIcon(button = 3) {
    const { x, y, width, height } = await eventually(() => this.#place(), 'the panel');
    this.xdotool('mousemove', String(x + Math.floor(width / 2)), String(y + Math.floor(height / 2)), 'click', String(button));
    await this.menu();
    this.xdotool('mousemove', '640', '780');
  }

  // A menu is managed by nobody, so it is the root's own child; dialogs are in frames.
  get menuIsOpen() {
    const tree = execFileSync('xwininfo', ['-root', '-tree'], { env: this.environment, encoding: 'utf8' });
    return tree.split('\n').some((line) => {
      const [, width] = /^ {5}0x\S+ "AgentMonitor": .*? (\d+)x\d+\+/.exec(line) ?? [];
      return Number(width) > 50;
    });
  }

  menu() { return eventually(() => this.menuIsOpen, 'the menu'); }

  shot(name, crop) {
    mkdirSync(paths.screenshots, { recursive: true });
    const file = join(paths.screenshots, `tray-${name}.png`);
    execFileSync('import', ['-window', 'root', ...(crop ? ['-crop', crop, '+repage'] : []), file], { env: this.environment });
    return file;
  }

  // Once it is painted: two looks in a row are the same, and see more than one colour.
  async shotWindow(id, name) {
    mkdirSync(paths.screenshots, { recursive: true });
    let last;
    await eventually(() => {
      const pixels = execFileSync('import', ['-window', id, '-depth', '8', 'gray:-'], { env: this.environment, maxBuffer: 1 << 26 });
      const stands = last?.equals(pixels) && pixels.some((pixel) => pixel !== pixels[0]);
      last = pixels;
      return stands;
    }, `window ${name} to be painted`);
    execFileSync('import', ['-window', id, join(paths.screenshots, `tray-${name}.png`)], { env: this.environment });
  }

  async close() {
    for (const child of this.#children.reverse()) child.kill('SIGTERM');
    await Promise.all(this.#children.map((child) => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
      ? undefined : new Promise((resolve) => { child.once('exit', resolve); })));
  }
}
