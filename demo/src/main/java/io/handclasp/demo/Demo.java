package io.handclasp.demo;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * {@code scripts/demo}: makes stores for a pair, runs it, sends requests, shows the handshakes and
 * the refusal of a stranger, and ends everything. Fails where any of it did not happen.
 */
public final class Demo {
  private static final int LARGE = 10 << 20;
  private static final int AT_ONCE = 20;
  private static final String CLIENT = "client.example";
  private static final String BACKEND = "backend.example";
  private static final List<String> FOUR_STEPS = List.of("(1)", "(2)", "(3)", "(4)");

  private final Show show;
  private final Narrator narrator;

  private Demo(Show show) {
    this.show = show;
    this.narrator = show.narrator();
  }

  /** The first word is the folder of the repository; exits as {@code --help} says. */
  public static void main(String[] args) throws InterruptedException {
    System.exit(Show.run("demo", List.of(args), stage -> new Demo(stage).play()));
  }

  private void play() throws ShowFailure, IOException, InterruptedException {
    try (MirrorOrigin origin = new MirrorOrigin()) {
      makeStores();
      PairConfiguration pair =
          PairConfiguration.of(show.options().frontPort(), show.options().backPort());
      narrator.step("Start the two servers");
      RunningProgram back = startBack(pair, origin);
      RunningProgram front = show.start("client", "client-proxy", frontFile("client", pair));
      sendRequests(new Caller(front.address()), front, back);
      refuseStranger(pair, back);
      narrator.step("Stop what was started");
      show.end();
    }
    narrator.close(
        "Done in %.1f s. Stores, configurations, journals and logs are in %s"
            .formatted(narrator.sinceStart().toMillis() / 1000.0, show.file("")));
  }

  private void makeStores() throws ShowFailure, InterruptedException {
    narrator.step("Make two authorities, two identities, key stores and trust stores");
    String made =
        show.script("pki", "pair", CLIENT, BACKEND, "--out", show.file("pair").toString());
    made.lines().filter(line -> line.contains("issued by")).forEach(narrator::say);
    narrator.say("in " + show.file("pair"));
  }

  private RunningProgram startBack(PairConfiguration pair, MirrorOrigin origin)
      throws ShowFailure, IOException, InterruptedException {
    String mirror = "  - {path: /mirror, endpoint: \"http://" + origin.address() + "\"}\n";
    Path file =
        pair.with("\nroutes:\n", "\nroutes:\n" + mirror)
            .write(show.sample("backend-service.yaml"), show.file("pair/backend-service.yaml"));
    return show.start("backend", "backend-service", file);
  }

  private Path frontFile(String name, PairConfiguration pair) throws IOException {
    return pair.write(show.sample("client-proxy.yaml"), show.file("pair/" + name + "-proxy.yaml"));
  }

  private void sendRequests(Caller caller, RunningProgram front, RunningProgram back)
      throws ShowFailure, InterruptedException {
    narrator.step("Send requests to the front, in plain HTTP");
    HttpResponse<String> got = caller.get("/hello");
    ShowFailure.unless(got.statusCode() == 200, "GET /hello: " + got.statusCode() + got.body());
    String peer = Show.verifiedPeer(got.body());
    ShowFailure.unless(peer.equals("CN=" + CLIENT), "the back verified " + peer);
    narrator.say("GET /hello                  200, answered by the back; it verified " + peer);
    postLarge(caller);
    getAtOnce(caller);
    showHandshake(Show.handshakeId(got.body()), front, back);
  }

  private void postLarge(Caller caller) throws ShowFailure, InterruptedException {
    byte[] body = new byte[LARGE];
    new Random(LARGE).nextBytes(body);
    HttpResponse<byte[]> posted = caller.post("/mirror", body);
    ShowFailure.unless(posted.statusCode() == 200, "POST /mirror: " + posted.statusCode());
    int difference = Arrays.mismatch(body, posted.body());
    ShowFailure.unless(difference < 0, "POST /mirror: other bytes from " + difference + " on");
    narrator.say("POST /mirror, 10 MiB        200, the origin sent back the same 10485760 bytes");
  }

  private void getAtOnce(Caller caller) throws ShowFailure {
    List<HttpResponse<String>> answers = caller.getAtOnce("/many", AT_ONCE);
    long well = answers.stream().filter(answer -> answer.statusCode() == 200).count();
    long own =
        answers.stream().map(HttpResponse::body).distinct().filter(b -> b.contains("many")).count();
    ShowFailure.unless(well == AT_ONCE && own == AT_ONCE, "of 20 requests at once: " + well);
    narrator.say("GET /many, twenty at once   200, each with its own answer");
  }

  private void showHandshake(String id, RunningProgram front, RunningProgram back)
      throws ShowFailure, InterruptedException {
    narrator.step("Look at the first handshake, joined from both journals");
    front.awaitLogLine(" handshake ", id);
    back.awaitLogLine(" handshake ", id);
    String sequence = show.sequence(id, journal("client"), journal("backend"));
    narrator.show(sequence);
    for (String mark : FOUR_STEPS) {
      ShowFailure.unless(sequence.contains(mark), "step " + mark + " is not in the sequence");
    }
    ShowFailure.unless(
        sequence.contains(CLIENT) && sequence.contains(BACKEND), "a name is not in the sequence");
    narrator.step("One log line per handshake, from each end");
    for (RunningProgram program : List.of(front, back)) {
      narrator.say(program.name() + ":");
      narrator.show(String.join("\n", program.logLines(" handshake ")));
    }
    ShowFailure.unless(
        front.logLines(" handshake ").size() == back.logLines(" handshake ").size(),
        "the two ends logged different numbers of handshakes");
  }

  /**
   * A front with an identity that an authority unknown to the back has signed. It may see that for
   * itself, by what the back asks for, and then shows nothing; or the back sees it.
   */
  private void refuseStranger(PairConfiguration pair, RunningProgram back)
      throws ShowFailure, IOException, InterruptedException {
    narrator.step("Send a request from a stranger, whose certificate another authority signed");
    show.script(
        "pki",
        "pair",
        "stranger.example",
        "elsewhere.example",
        "--out",
        show.file("stranger").toString());
    PairConfiguration stranger =
        pair.anotherFront()
            .with("keyStore: {file: client.p12", "keyStore: {file: ../stranger/client.p12")
            .with(
                "\"file:client.password\"}\n  # The authorities",
                "\"file:../stranger/client.password\"}\n  # The authorities")
            .with("client-handshakes", "stranger-handshakes");
    RunningProgram front = show.start("stranger", "client-proxy", frontFile("stranger", stranger));
    HttpResponse<String> refused = new Caller(front.address()).get("/hello");
    ShowFailure.unless(refused.statusCode() == 502, "the stranger got " + refused.statusCode());
    narrator.say("GET /hello                  502 " + refused.body());
    String id = Show.handshakeId(refused.body());
    showRefusal(id, front, back);
  }

  private void showRefusal(String id, RunningProgram front, RunningProgram back)
      throws ShowFailure, InterruptedException {
    for (RunningProgram program : List.of(front, back)) {
      String line = program.awaitLogLine(" handshake ", id);
      narrator.say(program.name() + ":");
      narrator.say(line);
      ShowFailure.unless(
          line.contains("reason=client-"), program.name() + " does not name the cause");
    }
    narrator.show(show.sequence(id, journal("stranger"), journal("backend")));
  }

  private Path journal(String name) {
    return show.file("pair/" + name + "-handshakes.jsonl");
  }
}
