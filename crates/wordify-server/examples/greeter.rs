//! A whole program around the server: a site, a page of its own for the metrics, and workers that count and tick.
//!
//! `greeter serve SETTINGS` is the master. It starts itself again as `greeter web`, `count`, `tick` and `certificates`. The tests start, reload
//! and kill it, so it can also misbehave where its settings or its visitors ask for that.

#[cfg(unix)]
mod greeter {
    use std::convert::Infallible;
    use std::path::{Path, PathBuf};
    use std::process::ExitCode;
    use std::time::Duration;

    use bytes::Bytes;
    use http::{Request, Response, StatusCode};
    use http_body_util::channel::Channel;
    use http_body_util::combinators::UnsyncBoxBody;
    use http_body_util::{BodyExt, Full};
    use serde::{Deserialize, Serialize};
    use wordify_server::master::{self, Setup, WorkerKind};
    use wordify_server::{
        Application, CancellationToken, Client, LoggedPath, Mounted, Problem, Upload, User, certificates,
    };
    use wordify_server::{Context, worker};

    /// Name of the variable in which the master passes [`Greeter`] to workers.
    const VARIABLE: &str = "GREETER";

    /// The settings file.
    #[derive(Debug, Clone, Default, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct File {
        server: wordify_server::Settings,
        greeter: Greeter,
    }

    /// The program's own part of it.
    #[derive(Debug, Clone, Default, Deserialize, Serialize)]
    #[serde(deny_unknown_fields, default)]
    struct Greeter {
        greeting: String,
        counters: usize,
        tickers: usize,
        fault: Option<Fault>,
    }

    /// What to do wrong, for tests.
    #[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Fault {
        NeverReady,
        CannotStart,
        Crash,
    }

    pub(crate) fn main() -> ExitCode {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words[..] {
            ["serve", file] => serve(file.into()),
            ["web"] => worker::run_web(make),
            ["count"] => worker::run(count),
            ["tick"] => worker::run_async(tick),
            ["certificates"] => worker::run_async(certificates::keep),
            _ => {
                eprintln!("usage: greeter serve SETTINGS");
                ExitCode::from(2)
            }
        }
    }

    fn serve(file: PathBuf) -> ExitCode {
        let served = read(&file).and_then(|setup| master::run(setup, move || read(&file), |_| ()));
        match served {
            Ok(()) => ExitCode::SUCCESS,
            Err(problem) => {
                eprintln!("greeter: {problem}");
                ExitCode::FAILURE
            }
        }
    }

    /// From the settings file to what the master should run; also at each reload.
    fn read(path: &Path) -> Result<Setup, Problem> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Problem::new(format!("{}: {error}", path.display()), "name a settings file"))?;
        let file: File = toml::from_str(&text)
            .map_err(|error| Problem::new(format!("{}: {error}", path.display()), "mend the file"))?;
        let settings = file.server;
        let mut kinds = vec![
            WorkerKind::web(&settings, ["web"]),
            WorkerKind::other("count", file.greeter.counters, &settings, ["count"]),
            WorkerKind::other("tick", file.greeter.tickers, &settings, ["tick"]),
            WorkerKind::certificates(&settings, ["certificates"]),
        ];
        let own = serde_json::to_string(&file.greeter).unwrap_or_default();
        for kind in &mut kinds {
            kind.environment.insert(VARIABLE.to_owned(), own.clone().into());
        }
        Ok(Setup { called: std::env::args_os().next().unwrap_or_default(), settings, kinds })
    }

    fn own_settings() -> Greeter {
        std::env::var(VARIABLE).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    async fn make(context: Context) -> Result<Vec<Application>, String> {
        let own = own_settings();
        match own.fault {
            Some(Fault::NeverReady) => std::future::pending().await,
            Some(Fault::CannotStart) => return Err("there is no database".to_owned()),
            Some(Fault::Crash) => std::process::exit(1),
            None => {}
        }
        let metrics = context.clone();
        Ok(vec![
            Application::from_fn("site", move |request| site(request, own.greeting.clone())),
            Application::from_fn("metrics", move |_| {
                let text = format!("worker {}\n", metrics.worker());
                async move { Response::new(Full::from(text)) }
            }),
        ])
    }

    type Body = UnsyncBoxBody<Bytes, Infallible>;

    async fn site(request: Request<Upload>, greeting: String) -> Response<Body> {
        let path = request.uri().path().to_owned();
        let mut response = answer(request, &path, greeting).await;
        // None of ours holds a secret.
        response.extensions_mut().insert(LoggedPath(path));
        response
    }

    async fn answer(request: Request<Upload>, path: &str, greeting: String) -> Response<Body> {
        let drain = request.extensions().get::<CancellationToken>().cloned().unwrap_or_default();
        match path {
            "/" => text(format!("{greeting} {}\n", std::process::id())),
            "/client" => {
                let extensions = request.extensions();
                let (client, mounted) = (extensions.get::<Client>(), extensions.get::<Mounted>());
                text(format!("{client:?} {mounted:?} {:?}\n", extensions.get::<User>()))
            }
            "/upload" => match request.into_body().collect().await {
                Ok(body) => text(format!("{} bytes\n", body.to_bytes().len())),
                Err(error) => {
                    let mut response = text(format!("{error}\n"));
                    *response.status_mut() = StatusCode::BAD_REQUEST;
                    response
                }
            },
            "/slow" => {
                tokio::time::sleep(Duration::from_secs(1)).await;
                text("slow\n".to_owned())
            }
            "/events" => Response::new(events(drain)),
            "/panic" => panic!("asked to"),
            "/crash" => std::process::exit(1),
            // Not asynchronous, so that it keeps its thread: two of them hang a worker.
            "/hang" => {
                eprintln!("hanging, as asked");
                loop {
                    std::thread::sleep(Duration::from_secs(60));
                }
            }
            _ => {
                let mut response = text("nothing here\n".to_owned());
                *response.status_mut() = StatusCode::NOT_FOUND;
                response
            }
        }
    }

    fn text(text: String) -> Response<Body> {
        Response::new(Full::from(text).boxed_unsync())
    }

    /// An event every 50 ms, and a last one when the worker drains.
    fn events(drain: CancellationToken) -> Body {
        let (mut sender, body) = Channel::<Bytes, Infallible>::new(1);
        tokio::spawn(async move {
            let mut interval = tokio::time::interval(Duration::from_millis(50));
            loop {
                let event = tokio::select! {
                    () = drain.cancelled() => "data: bye\n\n",
                    _ = interval.tick() => "data: still here\n\n",
                };
                let is_last = drain.is_cancelled();
                if sender.send_data(Bytes::from(event)).await.is_err() || is_last {
                    break;
                }
            }
        });
        body.boxed_unsync()
    }

    /// Work in a runtime, which gives the signs of life.
    async fn tick(context: Context) -> Result<(), String> {
        context.ready();
        let mut interval = tokio::time::interval(Duration::from_millis(20));
        while !context.drain().is_cancelled() {
            interval.tick().await;
        }
        Ok(())
    }

    /// Work without a runtime, which gives them itself.
    fn count(context: &Context) -> Result<(), String> {
        context.ready();
        while !context.drain().is_cancelled() {
            // Here would be one step of some work.
            std::thread::sleep(Duration::from_millis(20));
            context.beat();
        }
        Ok(())
    }
}

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    greeter::main()
}

#[cfg(not(unix))]
fn main() {
    eprintln!("greeter: the server runs on Unix only");
}
