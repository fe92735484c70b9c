namespace Fds.Core.Datasets.Glyphs;

/// <summary>A point of a stroke: in the unit box (x right, y down) as designed, in pixels once placed.</summary>
internal readonly record struct GlyphPoint(double X, double Y);
