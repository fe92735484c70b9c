using System.Globalization;
using System.Xml.Linq;
using OxyPlot;

namespace Fds.Client.Charts;

/// <summary>Draws on an SVG element whose colours are classes, so that a style sheet makes it light or dark.</summary>
internal sealed class SvgCanvas : ClippingRenderContext
{
    /// <summary>SVG.</summary>
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private const double Baseline = 0.35;
    private const double Narrow = 0.32;
    private const double Wide = 0.62;
    private const double Height = 1.25;
    private readonly XElement root;
    private readonly string id;
    private XElement parent;
    private int clips;

    /// <param name="root">Where it draws.</param>
    /// <param name="id">Begins the names of its clips, unique on the page.</param>
    public SvgCanvas(XElement root, string id)
    {
        this.root = root;
        this.id = id;
        parent = root;
    }

    /// <summary>A coordinate.</summary>
    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    public override void DrawLine(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
    {
        if (ChartColours.Class(stroke) is { } colour && points.Count > 0)
        {
            parent.Add(Stroked(new XElement(Svg + "polyline", new XAttribute("class", $"l {colour}"), new XAttribute("points", Coordinates(points))), thickness, dashArray));
        }
    }

    public override void DrawPolygon(IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray, LineJoin lineJoin)
    {
        if (ChartColours.Class(fill) is { } colour && points.Count > 0)
        {
            parent.Add(new XElement(Svg + "polygon", new XAttribute("class", $"f {colour}"), new XAttribute("points", Coordinates(points))));
        }
    }

    public override void DrawEllipse(OxyRect rect, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode)
    {
        if (ChartColours.Class(fill) is { } colour)
        {
            parent.Add(new XElement(
                Svg + "circle", new XAttribute("class", $"f {colour}"), new XAttribute("cx", Number(rect.Center.X)), new XAttribute("cy", Number(rect.Center.Y)), new XAttribute("r", Number(rect.Width / 2))));
        }
    }

    public override void DrawText(ScreenPoint p, string text, OxyColor fill, string fontFamily, double fontSize, double fontWeight, double rotate, HorizontalAlignment halign, VerticalAlignment valign, OxySize? maxSize)
    {
        if (string.IsNullOrEmpty(text) || ChartColours.Class(fill) is not { } colour)
        {
            return;
        }

        double down = fontSize * (Baseline + (valign switch { VerticalAlignment.Top => 0.5, VerticalAlignment.Bottom => -0.5, _ => 0 }));
        string anchor = halign switch { HorizontalAlignment.Left => "start", HorizontalAlignment.Right => "end", _ => "middle" };
        XElement element = new(Svg + "text", new XAttribute("class", $"t {colour}"), new XAttribute("text-anchor", anchor), text);
        element.Add(rotate == 0
            ? [new XAttribute("x", Number(p.X)), new XAttribute("y", Number(p.Y + down))]
            : new[] { new XAttribute("transform", $"translate({Number(p.X)} {Number(p.Y)}) rotate({Number(rotate)})"), new XAttribute("y", Number(down)) });
        parent.Add(element);
    }

    /// <summary>An estimate: which font a reader's browser has is not known here.</summary>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight) =>
        string.IsNullOrEmpty(text) ? OxySize.Empty : new(fontSize * text.Sum(character => character is '.' or ',' or ' ' or 'i' or 'l' or ':' ? Narrow : Wide), fontSize * Height);

    protected override void SetClip(OxyRect clippingRectangle)
    {
        string name = $"{id}-{clips++}";
        root.Add(new XElement(Svg + "clipPath", new XAttribute("id", name), new XElement(
            Svg + "rect",
            new XAttribute("x", Number(clippingRectangle.Left)), new XAttribute("y", Number(clippingRectangle.Top)),
            new XAttribute("width", Number(clippingRectangle.Width)), new XAttribute("height", Number(clippingRectangle.Height)))));
        parent = new XElement(Svg + "g", new XAttribute("clip-path", $"url(#{name})"));
        root.Add(parent);
    }

    protected override void ResetClip() => parent = root;

    private static XElement Stroked(XElement element, double thickness, double[]? dashArray)
    {
        element.Add(new XAttribute("stroke-width", Number(thickness)));
        if (dashArray is { Length: > 0 })
        {
            element.Add(new XAttribute("stroke-dasharray", string.Join(' ', dashArray.Select(dash => Number(dash * thickness)))));
        }

        return element;
    }

    private static string Coordinates(IEnumerable<ScreenPoint> points) => string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));
}
