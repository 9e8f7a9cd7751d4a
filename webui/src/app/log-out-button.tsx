import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { LogOut } from 'lucide-react';
import { checkAccess, logOut } from '@/shared/api/auth';
import { isLoggedInAtRelay } from '@/shared/link/relay-state';
import { useServices } from '@/shared/services';
import { useSelected } from '@/shared/store/store';
import { IconButton } from '@/shared/ui/button';
import { Icon } from '@/shared/ui/icon';

/** Only where there is a login. */
export function LogOutButton() {
  const navigate = useNavigate();
  const { relay } = useServices();
  const atRelay = useSelected(relay, isLoggedInAtRelay);
  const access = useQuery({ queryKey: ['access'], queryFn: checkAccess, staleTime: Infinity });
  if (access.data !== 'logged-in' && !atRelay) return null;
  return (
    <IconButton
      label="Log out"
      onClick={() => void logOut().then(() => navigate({ to: '/login', search: {}, reloadDocument: true }))}
    >
      <Icon of={LogOut} />
    </IconButton>
  );
}
