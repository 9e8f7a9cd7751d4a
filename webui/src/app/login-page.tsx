import { useNavigate, useSearch } from '@tanstack/react-router';
import { LoginForm } from '@/features/login/login-form';
import { loginTarget } from '@/features/login/login-words';
import { useServices } from '@/shared/services';
import { useStore } from '@/shared/store/store';

export function LoginPage() {
  const navigate = useNavigate();
  const { relay } = useServices();
  const { back } = useSearch({ from: '/login' });
  return (
    <main className="flex min-h-0 flex-1 flex-col items-center justify-center gap-6 overflow-y-auto px-6 pb-[12vh]">
      <h1 className="flex items-center gap-3 text-head font-semibold">
        <img src="/icon.svg" alt="" className="size-8" />
        AgentMonitor
      </h1>
      {/* A fresh document: every store begins anew with the new cookie. */}
      <LoginForm
        target={loginTarget(useStore(relay))}
        onDone={() => void navigate({ href: back ?? '/', reloadDocument: true })}
      />
    </main>
  );
}
