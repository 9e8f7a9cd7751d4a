import { useNavigate, useSearch } from '@tanstack/react-router';
import { LoginForm } from '@/features/login/login-form';

export function LoginPage() {
  const navigate = useNavigate();
  const { back } = useSearch({ from: '/login' });
  return (
    <main className="flex h-(--app-height) flex-col items-center justify-center gap-6 px-6 pb-[12vh]">
      <h1 className="flex items-center gap-3 text-head font-semibold">
        <img src="/icon.svg" alt="" className="size-8" />
        AgentMonitor
      </h1>
      {/* A fresh document: every store begins anew with the new cookie. */}
      <LoginForm onDone={() => void navigate({ href: back ?? '/', reloadDocument: true })} />
    </main>
  );
}
