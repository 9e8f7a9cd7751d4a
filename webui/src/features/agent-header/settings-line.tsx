import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getAgent } from '@/shared/api/get-agent';
import { changeSetting, type Setting } from '@/shared/api/steer-agent';
import { formatCost, formatPercent } from '@/shared/lib/format';
import { describeMode } from '@/shared/lib/permission-modes';
import type { Agent } from '@/shared/protocol/agent';
import { SettingMenu } from './setting-menu';
import { TextDialog } from './text-dialog';
import type { useSteer } from './use-steer';

interface SettingsLineProps {
  agent: Agent;
  steer: ReturnType<typeof useSteer>;
}

const separator = (
  <span aria-hidden className="text-line-strong max-lg:hidden">
    ·
  </span>
);

/** "opus · acceptEdits · high · 42 % context · $1.20"; the first three open their choices. */
export function SettingsLine({ agent, steer }: SettingsLineProps) {
  const [wanted, setWanted] = useState(false);
  const [writesModel, setWritesModel] = useState(false);
  const query = useQuery({
    queryKey: ['choices', agent.id, agent.model],
    queryFn: async () => (await getAgent(agent.id)).choices ?? null,
    enabled: wanted,
    staleTime: 60_000,
  });
  const choices = query.data ?? agent.choices;
  const change = (setting: Setting, value: string) =>
    steer.run(`Change ${setting}`, () => changeSetting(agent.id, setting, value));
  const menu = { loading: query.isFetching, onOpen: () => setWanted(true) };
  const model = choices?.models.find((candidate) => candidate.id === agent.model);
  const efforts = model !== undefined && model.efforts.length > 0 ? model.efforts : (choices?.efforts ?? []);
  const { contextWindow, costUsd } = agent;

  return (
    <div className="flex items-center gap-3 overflow-x-auto text-dense text-muted [scrollbar-width:none] lg:gap-2">
      <SettingMenu
        {...menu}
        title="Model"
        testId="setting-model"
        value={agent.model}
        placeholder="model"
        options={(choices?.models ?? []).map(({ id, name, description }) => ({ value: id, name, description }))}
        onChoose={(value) => void change('model', value)}
        onOther={() => setWritesModel(true)}
      />
      {separator}
      <SettingMenu
        {...menu}
        title="Permission mode"
        testId="setting-mode"
        value={agent.mode}
        placeholder="mode"
        options={(choices?.modes ?? []).map((value) => ({ value, description: describeMode(agent.config.provider, value) }))}
        onChoose={(value) => void change('mode', value)}
      />
      {separator}
      <SettingMenu
        {...menu}
        title="Effort"
        testId="setting-effort"
        value={agent.effort}
        placeholder="effort"
        options={efforts.map((value) => ({ value }))}
        onChoose={(value) => void change('effort', value)}
      />
      {contextWindow !== undefined && contextWindow.total > 0 && contextWindow.used > 0 && (
        <>
          {separator}
          <span
            className="whitespace-nowrap"
            title={`${contextWindow.used.toLocaleString()} of ${contextWindow.total.toLocaleString()} tokens`}
          >
            {formatPercent(contextWindow.used, contextWindow.total)} context
          </span>
        </>
      )}
      {costUsd !== undefined && costUsd > 0 && (
        <>
          {separator}
          <span className="whitespace-nowrap" data-testid="agent-cost">
            {formatCost(costUsd)}
          </span>
        </>
      )}
      <TextDialog
        open={writesModel}
        onOpenChange={setWritesModel}
        title="Model"
        label="Name of the model"
        initial={agent.model ?? ''}
        action="Change model"
        onSubmit={(value) => change('model', value)}
      />
    </div>
  );
}
