package io.handclasp.pair;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests, read against the published types of the API, and the configurations in them. */
class KubernetesTest {
  private static final Path MANIFESTS =
      Path.of(System.getProperty("project.root", "..")).resolve("config/kubernetes");
  private static final Map<String, Class<? extends KubernetesResource>> KINDS =
      Map.of(
          "v1/Service", Service.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "apps/v1/Deployment", Deployment.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
          "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"base", "standalone", "sidecar"})
  void everyManifestHasOnlyFieldsThatTheApiKnows(String overlay) throws Exception {
    JsonNode kustomization = kustomization(overlay);

    assertThat(overlay(overlay)).isNotEmpty();
    try (Stream<Path> files = Files.list(MANIFESTS.resolve(overlay))) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .as("nothing lies there that is not named")
          .allSatisfy(
              file ->
                  assertThat("kustomization.yaml " + kustomization)
                      .containsPattern("\\b" + Pattern.quote(file) + "\\b"));
    }
  }

  /** Each overlay, so that what is said of one kind is said of something. */
  @ParameterizedTest
  @CsvSource({
    "standalone, Deployment 2 Service 2 PodDisruptionBudget 2 HorizontalPodAutoscaler 2 NetworkPolicy 2",
    "sidecar, Deployment 2 Service 1 PodDisruptionBudget 1 NetworkPolicy 2"
  })
  void whatIsMadeFitsTogether(String overlay, String kinds) throws Exception {
    List<HasMetadata> all = overlay(overlay);
    Map<String, Map<String, String>> pods =
        only(all, Deployment.class).stream()
            .collect(
                Collectors.toMap(
                    each -> each.getMetadata().getName(),
                    each -> each.getSpec().getTemplate().getMetadata().getLabels()));

    for (String counted : kinds.split("(?<=\\d) ")) {
      String kind = counted.split(" ")[0];
      assertThat(all.stream().filter(each -> each.getKind().equals(kind)))
          .as(kind)
          .hasSize(Integer.parseInt(counted.split(" ")[1]));
    }
    only(all, Service.class)
        .forEach(
            each -> assertThat(pods.values()).anySatisfy(selected(each.getSpec().getSelector())));
    only(all, PodDisruptionBudget.class)
        .forEach(
            each ->
                assertThat(pods.values())
                    .anySatisfy(selected(each.getSpec().getSelector().getMatchLabels())));
    only(all, NetworkPolicy.class)
        .forEach(
            each ->
                assertThat(pods.values())
                    .anySatisfy(selected(each.getSpec().getPodSelector().getMatchLabels())));
    only(all, HorizontalPodAutoscaler.class)
        .forEach(
            each -> assertThat(pods).containsKey(each.getSpec().getScaleTargetRef().getName()));
  }

  private static ThrowingConsumer<Map<String, String>> selected(Map<String, String> selector) {
    return labels -> assertThat(labels).containsAllEntriesOf(selector);
  }

  /** What the kubelet, the Services and the policies ask for is where the programs listen. */
  @ParameterizedTest
  @ValueSource(strings = {"standalone", "sidecar"})
  void portsProbesAndSecretsAreThoseOfTheConfiguration(String overlay) throws Exception {
    List<HasMetadata> all = overlay(overlay);
    for (Deployment deployment : only(all, Deployment.class)) {
      PodSpec pod = deployment.getSpec().getTemplate().getSpec();
      Container container =
          Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
              .filter(each -> each.getImage().equals("handclasp"))
              .collect(onlyElement());
      Side side = container.getArgs().get(0).equals("back") ? Side.BACK : Side.FRONT;
      Path file = Path.of(container.getArgs().get(2));
      ProxyConfig config =
          ProxyConfigReader.read(MANIFESTS.resolve(overlay).resolve(file.getFileName()), side)
              .config();
      ContainerPort port = container.getPorts().stream().collect(onlyElement());

      assertThat(port.getContainerPort()).isEqualTo(config.listen().port());
      only(all, Service.class).stream()
          .filter(each -> each.getMetadata().getName().equals(deployment.getMetadata().getName()))
          .flatMap(each -> each.getSpec().getPorts().stream())
          .forEach(each -> assertThat(each.getTargetPort().getStrVal()).isEqualTo(port.getName()));
      only(all, NetworkPolicy.class).stream()
          .filter(each -> each.getMetadata().getName().equals(deployment.getMetadata().getName()))
          .flatMap(each -> each.getSpec().getIngress().stream())
          .flatMap(each -> each.getPorts().stream())
          .forEach(
              each -> assertThat(each.getPort().getIntVal()).isEqualTo(port.getContainerPort()));
      String admin = "http://127.0.0.1:" + requireNonNull(config.admin()).listen().port();
      assertThat(asked(container.getStartupProbe())).isEqualTo(admin + "/ready");
      assertThat(asked(container.getReadinessProbe())).isEqualTo(admin + "/ready");
      assertThat(asked(container.getLivenessProbe())).isEqualTo(admin + "/live");
      assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getTerminationGracePeriodSeconds())
          .isGreaterThan(config.timeouts().drain().toSeconds());
      assertThat(container.getVolumeMounts())
          .extracting(VolumeMount::getMountPath)
          .contains("/etc/handclasp", "/etc/handclasp-tls");
      assertThat(pod.getVolumes())
          .filteredOn(volume -> volume.getName().equals("handclasp-tls"))
          .allSatisfy(volume -> assertThat(volume.getSecret().getSecretName()).endsWith("-tls"))
          .hasSize(1);
    }
  }

  private static String asked(Probe probe) {
    List<String> command = probe.getExec().getCommand();
    assertThat(command).contains("probe");
    return command.get(command.size() - 1);
  }

  private static <T> Collector<T, ?, T> onlyElement() {
    return Collectors.collectingAndThen(
        Collectors.toList(),
        list -> {
          assertThat(list).hasSize(1);
          return list.get(0);
        });
  }

  private static List<HasMetadata> overlay(String name) throws Exception {
    List<HasMetadata> all = new ArrayList<>();
    for (JsonNode resource : kustomization(name).path("resources")) {
      Path file = MANIFESTS.resolve(name).resolve(resource.asText());
      if (Files.isRegularFile(file)) {
        all.addAll(readStrictly(file));
      } else {
        assertThat(file.resolve("kustomization.yaml")).exists();
      }
    }
    return all;
  }

  private static JsonNode kustomization(String overlay) throws IOException {
    return YAML.readTree(
        Files.readAllBytes(MANIFESTS.resolve(overlay).resolve("kustomization.yaml")));
  }

  private static <T> List<T> only(List<HasMetadata> all, Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static List<HasMetadata> readStrictly(Path file) throws Exception {
    List<HasMetadata> read = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(Files.readAllBytes(file))) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
        assertThat(KINDS).as("kinds that %s may have", file).containsKey(kind);
        KubernetesResource resource = YAML.treeToValue(document, KINDS.get(kind));
        assertThat(unknown(resource)).as("unknown fields of %s in %s", kind, file).isEmpty();
        read.add((HasMetadata) resource);
      }
    }
    return read;
  }

  /** The types keep aside what they do not know; looks for it through all of the model. */
  private static List<String> unknown(Object value) throws ReflectiveOperationException {
    List<String> found = new ArrayList<>();
    for (java.lang.reflect.Method getter : value.getClass().getMethods()) {
      if (getter.getParameterCount() == 0 && getter.getName().startsWith("get")) {
        Object inner = getter.invoke(value);
        if (getter.getName().equals("getAdditionalProperties")) {
          ((Map<?, ?>) inner).keySet().forEach(key -> found.add(String.valueOf(key)));
        } else if (inner instanceof List<?> list) {
          for (Object item : list) {
            if (item instanceof KubernetesResource) {
              found.addAll(unknown(item));
            }
          }
        } else if (inner instanceof KubernetesResource) {
          found.addAll(unknown(inner));
        }
      }
    }
    return found;
  }

  @Test
  void aFieldThatTheApiDoesNotKnowIsFound() throws Exception {
    Path wrong = folder.resolve("wrong.yaml");
    Files.writeString(
        wrong,
        Files.readString(MANIFESTS.resolve("standalone/services.yaml"))
            .replace("targetPort: http}", "targetPort: http, tragetPort: 1}"));

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> readStrictly(wrong)))
        .isNotNull()
        .hasMessageContaining("tragetPort");
  }

  @ParameterizedTest
  @CsvSource({
    "standalone/backend-service.yaml, BACK",
    "standalone/client-proxy.yaml, FRONT",
    "sidecar/backend-service.yaml, BACK",
    "sidecar/client-proxy.yaml, FRONT"
  })
  void configurationWorksWithASecretAsCertManagerWritesIt(String file, Side side) throws Exception {
    Path secret = Files.createDirectory(folder.resolve("secret"));
    Authority authority = Authority.root("CN=cluster authority").create();
    Identity own = authority.identity("CN=own").dns("handclasp-back").create();
    StoreWriter.pem(secret.resolve("tls.crt"), secret.resolve("tls.key"), own);
    StoreWriter.trustPem(secret.resolve("ca.crt"), List.of(authority.certificate()));
    Files.write(secret.resolve("tickets.key"), new byte[48]);
    Path config = folder.resolve("proxy.yaml");
    Files.writeString(
        config,
        Files.readString(MANIFESTS.resolve(file))
            .replace("/etc/handclasp-tls", secret.toString())
            .replace("/etc/handclasp-tickets", secret.toString()));

    ProxyConfig read = ProxyConfigReader.read(config, side).config();

    assertThat(ProxyServer.check(read)).isEmpty();
  }
}
