// Says that there is no network, where pressing a button would lead to a browser's error page.
const line = document.getElementById('offline');
const show = () => { line.hidden = navigator.onLine; };
addEventListener('online', show);
addEventListener('offline', show);
show();
