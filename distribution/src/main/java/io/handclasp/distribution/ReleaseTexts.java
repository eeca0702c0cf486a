package io.handclasp.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Writes, while the distribution is built, what is made from the commands and from the jars: manual
 * pages, completion, licences. The same input gives the same bytes.
 */
public final class ReleaseTexts {
  private static final Pattern LICENCE =
      Pattern.compile(
          "META-INF/(license/)?[^/]*(LICEN[CS]E|NOTICE)[^/]*", Pattern.CASE_INSENSITIVE);

  private final Path folder;
  private final String version;
  private final String day;

  private ReleaseTexts(Path folder, String version, String day) {
    this.folder = folder;
    this.version = version;
    this.day = day;
  }

  /**
   * Words: folder to write to, version, day, folder with licence texts, own licence, folder of
   * jars.
   */
  public static void main(String[] words) throws IOException {
    ReleaseTexts texts =
        new ReleaseTexts(Path.of(words[0]), words[1], words[2].substring(0, "2000-01-01".length()));
    texts.manual(Part.all());
    texts.write("share/bash-completion/completions/handclasp", Completion.script());
    texts.licences(Path.of(words[3]), Path.of(words[4]), Path.of(words[5]));
  }

  private void manual(CommandLine command) throws IOException {
    String name = ManualPage.nameOf(command.getCommandSpec());
    write("share/man/man1/" + name + ".1", ManualPage.of(command.getCommandSpec(), version, day));
    for (CommandLine sub : command.getSubcommands().values()) {
      manual(sub);
    }
  }

  private void licences(Path kept, Path own, Path jars) throws IOException {
    Map<String, Set<String>> licences = Licences.read(folder.resolve("sbom.json"));
    write("THIRD-PARTY.txt", Licences.list(licences));
    Files.createDirectories(folder.resolve("licences"));
    write("licences/Apache-2.0.txt", Files.readString(own));
    try (Stream<Path> texts = Files.list(kept)) {
      for (Path text : texts.sorted().toList()) {
        write("licences/" + text.getFileName(), Files.readString(text));
      }
    }
    try (Stream<Path> all = Files.list(jars)) {
      for (Path jar : all.sorted().toList()) {
        texts(jar);
      }
    }
  }

  /** The notices that a jar carries. */
  private void texts(Path jar) throws IOException {
    String stem = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
    try (JarFile opened = new JarFile(jar.toFile())) {
      Enumeration<JarEntry> entries = opened.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        if (LICENCE.matcher(entry.getName()).matches() && !entry.isDirectory()) {
          String file = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
          try (InputStream text = opened.getInputStream(entry)) {
            write("licences/" + stem + "/" + file.toUpperCase(Locale.ROOT), text.readAllBytes());
          }
        }
      }
    }
  }

  private void write(String name, String text) throws IOException {
    write(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.write(file, bytes);
  }
}
