import { machineWords } from '@/shared/link/broken-hop';
import type { RelayState } from '@/shared/link/relay-state';

/** Whose password is asked for. */
export type LoginTarget =
  | { kind: 'server' }
  | { kind: 'relay' }
  | { kind: 'machine'; name: string | undefined; insideRelay: boolean };

export interface LoginWords {
  label: string;
  explanation: string | undefined;
  wrong: string;
}

/** Who is inside at the relay and still gets the login is asked by the machine behind it. */
export function loginTarget(relay: RelayState): LoginTarget {
  if (relay.kind !== 'relay') return { kind: 'server' };
  const { passwordRequired, authenticated, machine } = relay.status;
  if (authenticated === true || passwordRequired === false) {
    return { kind: 'machine', name: machine?.name, insideRelay: passwordRequired !== false };
  }
  return { kind: 'relay' };
}

export function loginWords(target: LoginTarget): LoginWords {
  switch (target.kind) {
    case 'server':
      return { label: 'Password', explanation: undefined, wrong: 'This is not the password' };
    case 'relay':
      return { label: 'Password of the relay', explanation: undefined, wrong: 'This is not the password of the relay' };
    case 'machine': {
      const own = `${machineWords(target.name)} has a password of its own (DASHBOARD_PASSWORD)`;
      return {
        label: 'Password of the machine',
        explanation: target.insideRelay ? `You are logged in at the relay. ${own} and asks for that now.` : `${own}.`,
        wrong: 'This is not the password of the machine',
      };
    }
  }
}
