package io.handclasp.distribution;

import static java.util.Objects.requireNonNull;

import io.handclasp.pki.cli.Pki;
import io.handclasp.proxy.doctor.HandshakesMain;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code handclasp} holds, in the order of its help. */
enum Part {
  FRONT("front", "runs the front: plain HTTP in, mutual TLS out") {
    @Override
    CommandLine command() {
      return ProxyHelp.command(this);
    }
  },
  BACK("back", "runs the back: mutual TLS in, a service or an HTTP origin behind it") {
    @Override
    CommandLine command() {
      return ProxyHelp.command(this);
    }
  },
  PKI("pki", "makes, reads and judges keys, certificates and stores") {
    @Override
    CommandLine command() {
      return Pki.command();
    }
  },
  HANDSHAKES("handshakes", "lists, draws and explains the handshakes of a journal") {
    @Override
    CommandLine command() {
      return HandshakesMain.command().command();
    }
  },
  DOCTOR("doctor", "says before two proxies run whether they will shake hands") {
    @Override
    CommandLine command() {
      return requireNonNull(HandshakesMain.command().command().getSubcommands().get("doctor"));
    }
  },
  PROBE("probe", "asks an admin listener once: handclasp probe http://127.0.0.1:9243/ready") {
    @Override
    CommandLine command() {
      return new CommandLine(CommandSpec.create());
    }
  },
  SCHEMA("schema", "prints the JSON Schema of a configuration: handclasp schema front|back") {
    @Override
    CommandLine command() {
      return new CommandLine(CommandSpec.create());
    }
  },
  CONVERT("convert", "makes a configuration of another's: handclasp convert nginx FILE") {
    @Override
    CommandLine command() {
      return new CommandLine(CommandSpec.create());
    }
  },
  COMPLETION("completion", "prints the completion for bash: source <(handclasp completion)") {
    @Override
    CommandLine command() {
      return new CommandLine(CommandSpec.create());
    }
  };

  private final String word;
  private final String sentence;

  Part(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  /** Its options and sub-commands. */
  abstract CommandLine command();

  String word() {
    return word;
  }

  String sentence() {
    return sentence;
  }

  /** All of them under one root. */
  static CommandLine all() {
    CommandLine root = new CommandLine(CommandSpec.create().name("handclasp"));
    root.getCommandSpec()
        .usageMessage()
        .description("A pair of mutual-TLS HTTP proxies that show the handshake.");
    for (Part part : values()) {
      CommandLine command = part.command();
      if (command.getCommandSpec().usageMessage().description().length == 0) {
        command.getCommandSpec().usageMessage().description(part.sentence);
      }
      root.addSubcommand(part.word, command);
    }
    return root;
  }
}
