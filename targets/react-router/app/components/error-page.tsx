import { Link } from 'react-router';

export function ErrorPage({ notFound }: { notFound: boolean }) {
  return (
    <main className="main main-narrow" id="main">
      <h1 className="page-title">{notFound ? 'Nothing is moored here' : 'Something broke loose'}</h1>
      <p className="lead">
        {notFound
          ? 'The page you asked for has sailed, or never came in.'
          : 'This page could not be made. Please try again.'}
      </p>
      <p className="more">
        <Link className="text-link" to="/">
          Back to the harbour
        </Link>
      </p>
    </main>
  );
}
