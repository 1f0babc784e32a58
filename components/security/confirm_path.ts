/** The page that asks for the password or a code again, and leads back to `path`: staff have their own. */
export function confirmPath(path: string): string {
  return `${confirmPage(path)}?next=${encodeURIComponent(path)}`;
}

function confirmPage(path: string): string {
  return path.startsWith("/admin") ? "/admin/confirm" : "/dashboard/security/confirm";
}
