package io.handclasp.demo;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code scripts/walkthrough}: makes key stores and trust stores with the keytool and openssl
 * commands of a well-known walkthrough for two ESB servers, runs the pair on exactly these files,
 * and forwards a request.
 *
 * <p>What those commands make is a hard case: both authorities have one name, both certificates one
 * serial number, and the leaf certificates are of version 1, so the back's name stands only in the
 * subject's common name. Accepting that has to be asked for in the configuration.
 */
public final class Walkthrough {
  private static final int NO_TOOL_EXIT = 69;
  private static final String SUBJECT = "C=LK,ST=WP,L=Colombo,O=WSO2,OU=Carbon,CN=";
  private static final String AUTHORITY = "/C=LK/ST=WP/L=Colombo/O=WSO2/OU=Carbon/CN=caauthority";

  private final Show show;
  private final Narrator narrator;

  private Walkthrough(Show show) {
    this.show = show;
    this.narrator = show.narrator();
  }

  /** The first word is the folder of the repository; exits as {@code --help} says. */
  public static void main(String[] args) throws InterruptedException {
    if (!isOnPath("openssl")) {
      System.err.println(
          "walkthrough: skipped, because it runs openssl and finds none; install openssl");
      System.exit(NO_TOOL_EXIT);
    }
    System.exit(Show.run("walkthrough", List.of(args), stage -> new Walkthrough(stage).play()));
  }

  private static boolean isOnPath(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  private void play() throws ShowFailure, IOException, InterruptedException {
    narrator.step("The client ESB's key store, in the words of the walkthrough");
    keyStore("client", new Partner("partner1", "ca", "ca1", "partner1certreq.csr"));
    narrator.step("The backend ESB's key store");
    keyStore("backend", new Partner("partner2", "ca2", "ca2", "partner2certreq.csr"));
    narrator.step("Exchange certificates: both trust stores");
    exchange();
    narrator.step("Start the two servers on exactly these stores");
    PairConfiguration pair =
        PairConfiguration.of(show.options().frontPort(), show.options().backPort());
    RunningProgram back = show.start("backend", "backend-service", backFile(pair));
    RunningProgram front = show.start("client", "client-proxy", frontFile(pair));
    front.awaitLogLine(" WARN ", "matchCommonName");
    narrator.show(String.join("\n", front.logLines(" WARN ")));
    forward(front, back);
    narrator.step("Stop what was started");
    show.end();
    narrator.close("Done. Stores, configurations, journals and logs are in " + show.file(""));
  }

  /** One server's names in the walkthrough. */
  private record Partner(String name, String authority, String alias, String request) {
    String store() {
      return name + "_keystore.jks";
    }

    String certificate() {
      return name + "signedcert.crt";
    }
  }

  private void keyStore(String side, Partner p)
      throws ShowFailure, IOException, InterruptedException {
    String passwords = " -storepass " + p.name() + " -keypass " + p.name();
    String store = " -keystore " + p.store();
    keytool(
        side,
        "-genkey -alias "
            + p.name()
            + " -keyalg RSA -keysize 4096"
            + store
            + " -dname "
            + SUBJECT
            + p.name()
            + ".com"
            + passwords);
    keytool(side, "-certreq -alias " + p.name() + " -file " + p.request() + store + passwords);
    String key = p.authority() + ".key";
    String certificate = p.authority() + ".crt";
    run(side, "openssl genrsa -des3 -passout pass:capassword -out " + key + " 4096");
    run(
        side,
        "openssl req -new -x509 -extensions v3_ca -key "
            + key
            + " -passin pass:capassword -out "
            + certificate
            + " -days 365 -subj "
            + AUTHORITY);
    run(
        side,
        "openssl x509 -req -days 365 -in "
            + p.request()
            + " -CA "
            + certificate
            + " -CAkey "
            + key
            + " -passin pass:capassword -set_serial 559823400 -out "
            + p.certificate());
    keytool(
        side,
        "-import -trustcacerts -alias "
            + p.alias()
            + " -file "
            + certificate
            + store
            + " -storepass "
            + p.name());
    keytool(
        side,
        "-import -v -alias "
            + p.name()
            + " -file "
            + p.certificate()
            + store
            + " -keypass "
            + p.name()
            + " -storepass "
            + p.name());
    keytool(side, "-list -v" + store + " -storepass " + p.name());
  }

  private void exchange() throws ShowFailure, IOException, InterruptedException {
    Files.copy(show.file("client/ca.crt"), show.file("backend/ca.crt"));
    copy("client/partner1signedcert.crt", "backend");
    copy("backend/ca2.crt", "client");
    copy("backend/partner2signedcert.crt", "client");
    trust("client", "partner2", "ca2", "ca2.crt");
    trust("backend", "partner1", "ca1", "ca.crt");
  }

  private void copy(String file, String side) throws IOException {
    Path from = show.file(file);
    Files.copy(from, show.file(side).resolve(from.getFileName()));
  }

  private void trust(String side, String partner, String alias, String authority)
      throws ShowFailure, IOException, InterruptedException {
    String store = " -keystore client-truststore.jks";
    keytool(
        side,
        "-import -v -alias "
            + partner
            + " -file "
            + partner
            + "signedcert.crt"
            + store
            + " -keypass wso2carbon -storepass wso2carbon");
    keytool(
        side,
        "-import -trustcacerts -alias "
            + alias
            + " -file "
            + authority
            + store
            + " -storepass wso2carbon");
  }

  private void keytool(String side, String words)
      throws ShowFailure, IOException, InterruptedException {
    run(side, "keytool " + words);
  }

  /** Runs a command as it stands; keytool asks whether to trust, and the reader says yes. */
  private void run(String side, String command)
      throws ShowFailure, IOException, InterruptedException {
    narrator.say("$ " + command);
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    if (words.get(0).equals("keytool")) {
      words.set(0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    }
    show.toolIn(side).run("yes\n", words);
  }

  private Path backFile(PairConfiguration pair) throws IOException {
    password("backend", "partner2");
    return stores("partner2", pair)
        .with("backend.p12", "partner2_keystore.jks")
        .write(show.sample("backend-service.yaml"), show.file("backend/backend-service.yaml"));
  }

  private Path frontFile(PairConfiguration pair) throws IOException {
    password("client", "partner1");
    return stores("partner1", pair)
        .with("client.p12", "partner1_keystore.jks")
        .with("matchCommonName: false", "matchCommonName: true")
        .with("peerName: backend.example", "peerName: partner2.com")
        .write(show.sample("client-proxy.yaml"), show.file("client/client-proxy.yaml"));
  }

  private static PairConfiguration stores(String partner, PairConfiguration pair) {
    PairConfiguration with = pair;
    for (String side : List.of("client", "backend")) {
      with =
          with.with(
                  side + "-trust.p12, password: \"file:" + side + ".password\"",
                  "client-truststore.jks, password: \"file:truststore.password\"")
              .with("file:" + side + ".password", "file:" + partner + ".password");
    }
    return with;
  }

  private void password(String side, String partner) throws IOException {
    secret(show.file(side).resolve(partner + ".password"), partner);
    secret(show.file(side).resolve("truststore.password"), "wso2carbon");
  }

  /** For its owner alone: the proxies warn of a password file that others may read. */
  private static void secret(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void forward(RunningProgram front, RunningProgram back)
      throws ShowFailure, InterruptedException {
    narrator.step("Send a request to the client ESB");
    HttpResponse<String> got = new Caller(front.address()).get("/orders");
    ShowFailure.unless(got.statusCode() == 200, "GET /orders: " + got.statusCode() + got.body());
    String peer = Show.verifiedPeer(got.body());
    ShowFailure.unless(peer.contains("CN=partner1.com"), "the back verified " + peer);
    narrator.say("GET /orders  200, answered by the backend ESB; it verified " + peer);
    String id = Show.handshakeId(got.body());
    for (RunningProgram program : List.of(front, back)) {
      narrator.say(program.name() + ":");
      narrator.say(program.awaitLogLine(" handshake ", id));
    }
    narrator.show(
        show.sequence(
            id,
            show.file("client/client-handshakes.jsonl"),
            show.file("backend/backend-handshakes.jsonl")));
  }
}
