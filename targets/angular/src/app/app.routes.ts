import type { Routes } from '@angular/router';
import { AboutPage } from './pages/about';
import { FrontPage } from './pages/front';
import { LoginPage } from './pages/login';
import { NotFoundPage } from './pages/not-found';
import { PostPage } from './pages/post';
import { PostsPage } from './pages/posts';
import { SignupPage } from './pages/signup';

export const routes: Routes = [
  { path: '', pathMatch: 'full', component: FrontPage },
  { path: 'posts', component: PostsPage },
  { path: 'posts/:slug', component: PostPage },
  { path: 'login', component: LoginPage },
  { path: 'signup', component: SignupPage },
  { path: 'about', component: AboutPage },
  { path: '**', component: NotFoundPage },
];
