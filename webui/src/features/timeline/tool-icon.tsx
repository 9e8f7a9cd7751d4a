import {
  BookOpenText,
  Bot,
  Brain,
  FilePenLine,
  Globe,
  Plug,
  Search,
  SquareTerminal,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import type { ToolKind } from '@/shared/protocol/message';
import { Icon } from '@/shared/ui/icon';

const icons: Record<ToolKind, LucideIcon> = {
  read: BookOpenText,
  edit: FilePenLine,
  exec: SquareTerminal,
  search: Search,
  fetch: Globe,
  think: Brain,
  agent: Bot,
  mcp: Plug,
  other: Wrench,
};

export function ToolIcon({ kind }: { kind: ToolKind }) {
  return <Icon of={icons[kind]} size={15} />;
}
